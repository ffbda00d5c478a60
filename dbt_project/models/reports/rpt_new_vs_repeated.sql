with mentions as (
    select * from {{ ref('fct_event_mentions') }}
),

placed as (
    select
        *,
        row_number() over (partition by event_id order by reported_at, mention_id) = 1 as is_first,
        row_number() over (partition by event_id, story_id order by reported_at, mention_id) = 1 as is_first_of_story
    from mentions
),

final as (
    select
        cast(reported_at as date) as report_date,
        event_type,
        count(*) as n_mentions,
        count(*) filter (is_first) as n_new,
        count(*) filter (not is_first and is_first_of_story) as n_repeated,
        count(*) filter (not is_first_of_story) as n_reprinted
    from placed
    group by all
)

select * from final
