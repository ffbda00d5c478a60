with dyads as (
    select * from {{ ref('rpt_dyads') }}
    where status = 'held' and meeting_date is not null
),

final as (
    select
        actor_a_id,
        actor_a,
        actor_b_id,
        actor_b,
        cast(date_trunc('month', meeting_date) as date) as meeting_month,
        count(*) as n_meetings,
        count(*) filter (is_bilateral) as n_bilateral,
        min(meeting_date) as first_meeting_date,
        max(meeting_date) as last_meeting_date
    from dyads
    group by all
)

select * from final
