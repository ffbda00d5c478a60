with source_days as (
    select * from {{ ref('fct_source_days') }}
),

sources as (
    select * from {{ ref('dim_sources') }}
),

final as (
    select
        source_days.source_date as coverage_date,
        sources.country_iso3,
        count(distinct source_days.source_id) filter (source_days.n_articles > 0) as n_sources,
        cast(sum(source_days.n_articles) as bigint) as n_articles,
        cast(sum(source_days.n_event_mentions) as bigint) as n_event_mentions,
        cast(sum(source_days.n_new_events) as bigint) as n_new_events,
        cast(sum(source_days.n_fetches) as bigint) as n_fetches,
        cast(sum(source_days.n_failed_fetches) as bigint) as n_failed_fetches
    from source_days
    left join sources on source_days.source_id = sources.source_id
    group by all
)

select * from final
