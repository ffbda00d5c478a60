-- One row per telling, live or retired, and the event that it tells. The event is called after its first telling:
-- the one seen first, then the first address in order. A later article is never first, so it never renames an
-- event.
with mentions as (
    select * from {{ ref('int_event_mentions_versioned') }}
),

live as (
    select * from {{ ref('int_event_mentions_grouped') }}
),

retired as (
    select * from {{ ref('int_retired_mentions_placed') }}
),

members as (
    select
        mention_id,
        group_id
    from live
    union all
    select
        retired.mention_id,
        live.group_id
    from retired
    inner join live on retired.live_mention_id = live.mention_id
),

aged as (
    select
        members.group_id,
        members.mention_id,
        mentions.event_type,
        mentions.article_id,
        mentions.told_at,
        mentions.is_live,
        first_value(members.mention_id) over first_told as founding_mention_id,
        first_value(mentions.told_at) over first_told as founded_at
    from members
    inner join mentions on members.mention_id = mentions.mention_id
    window
        first_told as (
            partition by members.group_id
            order by mentions.told_at, mentions.seen_at, mentions.canonical_url, mentions.ordinal, members.mention_id
        )
),

final as (
    select
        mention_id,
        event_type || ':' || founding_mention_id as event_id,
        event_type,
        article_id,
        told_at,
        is_live,
        founding_mention_id,
        founded_at
    from aged
)

select * from final
