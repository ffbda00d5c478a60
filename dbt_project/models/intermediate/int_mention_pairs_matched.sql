-- The pairs that join, both ways round. A telling that is indefinite (a meeting without a day, a pledge without a
-- sum) joins the one definite telling that fits it best, and never glues two definite ones together.
with pairs as (
    select * from {{ ref('int_meeting_pairs_scored') }}
    union all
    select * from {{ ref('int_pledge_pairs_scored') }}
    union all
    select * from {{ ref('int_agreement_pairs_scored') }}
),

both_ways as (
    select
        event_type,
        left_mention_id as mention_id,
        right_mention_id as other_mention_id,
        left_is_definite as is_definite,
        right_is_definite as is_other_definite,
        score,
        tie_break
    from pairs
    union all
    select event_type, right_mention_id, left_mention_id, right_is_definite, left_is_definite, score, tie_break
    from pairs
),

mentions as (
    select * from {{ ref('int_event_mentions_compared') }}
),

placed as (
    select
        both_ways.*,
        mentions.is_live,
        others.is_live as is_other_live,
        bool_or(both_ways.is_other_definite and others.is_live) over (partition by both_ways.mention_id)
            as has_definite_partner,
        row_number() over (
            partition by both_ways.mention_id, both_ways.is_other_definite and others.is_live
            order by both_ways.score desc, both_ways.tie_break, others.canonical_url, both_ways.other_mention_id
        ) as preference
    from both_ways
    inner join mentions on both_ways.mention_id = mentions.mention_id
    inner join mentions as others on both_ways.other_mention_id = others.mention_id
),

final as (
    select
        one.event_type,
        one.mention_id,
        one.other_mention_id,
        one.is_live,
        one.is_other_live,
        one.score,
        one.tie_break,
        case
            when one.is_definite and one.is_other_definite then true
            when not one.is_definite and one.is_other_definite then one.preference = 1
            when one.is_definite then other.preference = 1
            else not one.has_definite_partner and not other.has_definite_partner
        end as is_joined
    from placed as one
    inner join placed as other
        on one.mention_id = other.other_mention_id and one.other_mention_id = other.mention_id
)

select * from final
