with mentions as (
    select * from {{ ref('fct_event_mentions') }}
),

quotes as (
    select
        mention_id,
        coalesce(arg_min(quote, char_start) filter (field = 'event'), arg_min(quote, char_start)) as quote
    from {{ ref('fct_event_evidence') }}
    group by mention_id
),

claims as (
    select
        event_id,
        event_type,
        mention_id,
        story_id,
        publisher,
        reported_at,
        'amount' as field,
        concat(format('{:.15g}', amount), ' ', currency) as claim
    from mentions
    where amount is not null
    union all
    select event_id, event_type, mention_id, story_id, publisher, reported_at, 'date', cast(event_date as varchar)
    from mentions
    -- A plan and its outcome may differ in date without a conflict: only tellings of one status are compared.
    where date_precision = 'day' and date_source in ('stated', 'relative') and status != 'planned'
    union all
    select event_id, event_type, mention_id, story_id, publisher, reported_at, 'attendees', participants_text
    from mentions
    where participants_text is not null
),

-- One claim per story: a reprint does not contradict anybody.
by_story as (
    select * from claims
    qualify row_number() over (partition by event_id, field, story_id order by reported_at, mention_id) = 1
),

pairs as (
    select
        one.event_id,
        one.event_type,
        one.field,
        one.claim as claim_a,
        one.publisher as publisher_a,
        one.mention_id as mention_a_id,
        other.claim as claim_b,
        other.publisher as publisher_b,
        other.mention_id as mention_b_id
    from by_story as one
    inner join by_story as other
        on
            one.event_id = other.event_id
            and one.field = other.field
            and (one.reported_at, one.mention_id) < (other.reported_at, other.mention_id)
            and one.claim != other.claim
),

final as (
    select
        pairs.event_id,
        pairs.event_type,
        pairs.field,
        pairs.claim_a,
        pairs.publisher_a,
        quotes_a.quote as quote_a,
        pairs.mention_a_id,
        pairs.claim_b,
        pairs.publisher_b,
        quotes_b.quote as quote_b,
        pairs.mention_b_id
    from pairs
    left join quotes as quotes_a on pairs.mention_a_id = quotes_a.mention_id
    left join quotes as quotes_b on pairs.mention_b_id = quotes_b.mention_id
)

select * from final
