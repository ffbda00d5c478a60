-- One row per telling and key: only tellings that share a key are compared at all. A key is a pair of actors, a
-- person at a meeting, a donor with its recipient, or one side with the exact sum.
with mentions as (
    select * from {{ ref('int_event_mentions_compared') }}
),

-- A summit of thirty gives 435 pairs and one telling is enough to find another: the first twelve in order do.
actors_listed as (
    select
        mention_id,
        event_type,
        unnest(actors[1:12]) as actor_id
    from mentions
),

actor_pairs as (
    select
        one.mention_id,
        one.event_type,
        one.actor_id || '&' || other.actor_id as block_key
    from actors_listed as one
    inner join actors_listed as other on one.mention_id = other.mention_id and one.actor_id < other.actor_id
),

lone_actors as (
    select
        mention_id,
        event_type,
        'alone&' || actors[1] as block_key
    from mentions
    where len(actors) = 1
),

persons as (
    select
        mention_id,
        event_type,
        unnest(persons) as block_key
    from mentions
),

donors as (
    select
        mention_id,
        event_type,
        unnest(donor_ids) as donor_id
    from mentions
),

recipients as (
    select
        mention_id,
        unnest(recipient_ids) as recipient_id
    from mentions
),

donors_with_recipients as (
    select
        donors.mention_id,
        donors.event_type,
        donors.donor_id || '>' || recipients.recipient_id as block_key
    from donors
    inner join recipients on donors.mention_id = recipients.mention_id
),

donors_with_sums as (
    select
        donors.mention_id,
        donors.event_type,
        donors.donor_id || '=' || mentions.currency || mentions.amount as block_key
    from donors
    inner join mentions on donors.mention_id = mentions.mention_id
    where mentions.amount is not null
),

recipients_with_sums as (
    select
        mentions.mention_id,
        mentions.event_type,
        mentions.currency || mentions.amount || '=' || recipients.recipient_id as block_key
    from recipients
    inner join mentions on recipients.mention_id = mentions.mention_id
    where mentions.amount is not null
),

gathered as (
    select * from actor_pairs
    union all
    select * from lone_actors
    union all
    select * from persons
    union all
    select * from donors_with_recipients
    union all
    select * from donors_with_sums
    union all
    select * from recipients_with_sums
),

final as (
    select distinct
        mention_id,
        event_type,
        block_key
    from gathered
    where block_key is not null
)

select * from final
