-- Ids that no fact bears any more because their first telling now belongs to an older event.
with known as (
    select * from {{ ref('event_ids') }}
),

resolved as (
    select * from {{ ref('int_event_mentions_resolved') }}
),

current_ids as (
    select
        event_id,
        max(told_at) as last_joined_at
    from resolved
    group by event_id
),

final as (
    select
        known.event_id,
        resolved.event_id as merged_into_id,
        current_ids.last_joined_at as merged_at,
        case
            when resolved.is_live then 'a later article showed that both are one event'
            else 'the article was changed or read anew, and tells of an older event'
        end as reason
    from known
    inner join resolved on known.founding_mention_id = resolved.mention_id
    inner join current_ids on resolved.event_id = current_ids.event_id
    where known.event_id != resolved.event_id
)

select * from final
