-- Pairs of tellings of one type by two articles that share a key and lie near enough in time to be compared. The
-- left one speaks of the earlier day. At most one of the two is retired: a superseded telling is only placed, it
-- joins nothing.
with keys as (
    select * from {{ ref('int_mention_blocks_keyed') }}
),

mentions as (
    select * from {{ ref('int_event_mentions_compared') }}
),

dated_keys as (
    select
        keys.block_key,
        keys.event_type,
        mentions.mention_id,
        mentions.article_id,
        mentions.reading_id,
        mentions.ref_date,
        mentions.is_live
    from keys
    inner join mentions on keys.mention_id = mentions.mention_id
),

final as (
    select distinct
        early.event_type,
        early.mention_id as left_mention_id,
        late.mention_id as right_mention_id,
        early.reading_id as left_reading_id,
        late.reading_id as right_reading_id
    from dated_keys as early
    inner join dated_keys as late
        on
            early.event_type = late.event_type
            and early.block_key = late.block_key
            and (early.ref_date, early.mention_id) < (late.ref_date, late.mention_id)
    where
        early.article_id != late.article_id
        and (early.is_live or late.is_live)
        and late.ref_date - early.ref_date <= case early.event_type
            when 'meeting' then {{ var('plan_window_days') }}
            when 'pledge' then {{ var('pledge_progress_days') }}
            else {{ var('agreement_progress_days') }}
        end
)

select * from final
