with tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'meeting'
),

topics_told as (
    select
        event_id,
        story_id,
        unnest(topics) as topic
    from tellings
),

final as (
    select
        event_id as meeting_id,
        topic,
        count(distinct story_id) as n_stories
    from topics_told
    group by event_id, topic
)

select * from final
