-- One row per live telling with its event: what facts are summed up from.
with resolved as (
    select * from {{ ref('int_event_mentions_resolved') }}
    where is_live
),

mentions as (
    select * from {{ ref('int_event_mentions_versioned') }}
),

statuses as (
    select * from {{ ref('event_statuses') }}
),

final as (
    select
        resolved.event_id,
        mentions.*,
        statuses.progress_rank,
        coalesce(statuses.is_reversal, false) as is_reversal
    from resolved
    inner join mentions on resolved.mention_id = mentions.mention_id
    left join statuses on mentions.event_type = statuses.event_type and mentions.status = statuses.status
)

select * from final
