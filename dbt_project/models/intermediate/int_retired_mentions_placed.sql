-- One row per superseded telling (an earlier text of the article, or an earlier extractor's reading) and the live
-- telling that stands for it now: of the same page where one fits, else of another. It gives the event its age and
-- id, and no figure.
with mentions as (
    select * from {{ ref('int_event_mentions_compared') }}
),

same_page as (
    select
        retired.mention_id,
        live.mention_id as live_mention_id,
        live.canonical_url,
        1 as place_order,
        3.0 * {{ jaccard(
            "list_concat(retired.actors, list_concat(retired.donor_ids, retired.recipient_ids))",
            "list_concat(live.actors, list_concat(live.donor_ids, live.recipient_ids))"
        ) }}
        + case when retired.amount = live.amount and retired.currency = live.currency then 2.0 else 0 end
        + case when retired.event_date = live.event_date then 0.5 else 0 end
        + case when retired.kind = live.kind or retired.agreement_type = live.agreement_type then 0.5 else 0 end
        + {{ overlap('retired.about_words', 'live.about_words') }}
        + {{ overlap('retired.persons', 'live.persons') }}
        - 0.1 * abs(retired.ordinal - live.ordinal) as score
    from mentions as retired
    inner join mentions as live
        on
            retired.canonical_url = live.canonical_url
            and retired.event_type = live.event_type
            and not retired.is_live
            and live.is_live
),

other_pages as (
    select
        pairs.mention_id,
        pairs.other_mention_id as live_mention_id,
        mentions.canonical_url,
        2 as place_order,
        pairs.score
    from {{ ref('int_mention_pairs_matched') }} as pairs
    inner join mentions on pairs.other_mention_id = mentions.mention_id
    where not pairs.is_live and pairs.is_other_live
),

candidates as (
    select * from same_page
    where score >= 2
    union all by name
    select * from other_pages
),

final as (
    select
        mention_id,
        live_mention_id
    from candidates
    qualify row_number() over (
        partition by mention_id order by place_order, score desc, canonical_url, live_mention_id
    ) = 1
)

select * from final
