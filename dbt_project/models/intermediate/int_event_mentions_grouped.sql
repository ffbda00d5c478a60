-- One row per live telling and the first of the tellings that it is joined to, directly or through others.
with recursive live_pairs as (
    select
        mention_id,
        other_mention_id
    from {{ ref('int_mention_pairs_matched') }}
    where is_joined and is_live and is_other_live
),

reached (mention_id, reached_mention_id) as (
    select
        mention_id,
        mention_id as reached_mention_id
    from {{ ref('int_event_mentions_compared') }}
    where is_live
    union distinct
    select
        reached.mention_id,
        live_pairs.other_mention_id as reached_mention_id
    from reached
    inner join live_pairs on reached.reached_mention_id = live_pairs.mention_id
),

final as (
    select
        mention_id,
        min(reached_mention_id) as group_id
    from reached
    group by mention_id
)

select * from final
