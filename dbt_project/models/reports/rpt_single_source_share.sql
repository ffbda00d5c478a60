with events as (
    select 'meeting' as event_type, cast(date_trunc('month', first_reported_at) as date) as report_month, n_sources
    from {{ ref('fct_meetings') }}
    union all
    select 'pledge', cast(date_trunc('month', first_reported_at) as date), n_sources from {{ ref('fct_pledges') }}
    union all
    select 'agreement', cast(date_trunc('month', first_reported_at) as date), n_sources
    from {{ ref('fct_agreements') }}
),

final as (
    select
        event_type,
        report_month,
        count(*) as n_events,
        count(*) filter (n_sources = 1) as n_single_source,
        round(count(*) filter (n_sources = 1) / count(*), 4) as single_source_share
    from events
    group by event_type, report_month
)

select * from final
