-- One row per telling with what is compared: who as lists of ids, how much in euros, words of what it was about.
with mentions as (
    select * from {{ ref('int_event_mentions_versioned') }}
),

statuses as (
    select * from {{ ref('event_statuses') }}
),

rates as (
    select * from {{ ref('int_currency_rates_gathered') }}
),

actor_lists as (
    select
        mention_id,
        coalesce(list(distinct actor_id order by actor_id) filter (actor_role in ('participant', 'party')), [])
            as actors,
        coalesce(list(distinct actor_id order by actor_id) filter (actor_role = 'donor'), []) as donor_ids,
        coalesce(list(distinct actor_id order by actor_id) filter (actor_role = 'recipient'), []) as recipient_ids,
        coalesce(bool_and(actor_type = 'group') filter (actor_role = 'recipient'), false) as has_group_recipients_only
    from {{ ref('int_mention_actors_resolved') }}
    where actor_id is not null
    group by mention_id
),

person_lists as (
    select
        mention_id,
        list(distinct person_id order by person_id) as persons,
        list(distinct actor_id order by actor_id) as actors_with_person
    from {{ ref('int_participants_described') }}
    where person_id is not null and actor_id is not null
    group by mention_id
),

office_lists as (
    select
        mention_id,
        list(distinct actor_id || '|' || role_class order by actor_id || '|' || role_class) as offices,
        list(distinct actor_id order by actor_id) as actors_with_office
    from {{ ref('int_participants_described') }}
    -- Classes that one person of a side holds at a time: a foreign and an interior minister are two people.
    where
        actor_id is not null
        and (role_class like '%\_minister' escape '\' or role_class in ('head_of_state', 'head_of_government'))
    group by mention_id
),

priced as (
    select
        mentions.mention_id,
        mentions.amount * rates.eur_per_unit as amount_eur
    from mentions
    asof inner join rates on mentions.currency = rates.currency and mentions.ref_date >= rates.rate_date
    where mentions.amount is not null
),

final as (
    select
        mentions.mention_id,
        mentions.event_type,
        mentions.article_id,
        -- One article as one extractor read it: what a telling is matched within.
        mentions.article_id || '@' || mentions.extractor_version as reading_id,
        mentions.canonical_url,
        mentions.story_id,
        mentions.is_live,
        mentions.seen_at,
        mentions.ordinal,
        mentions.status,
        statuses.progress_rank,
        statuses.is_reversal,
        mentions.event_date,
        mentions.date_precision,
        mentions.date_source,
        mentions.is_dated,
        mentions.reported_date,
        mentions.ref_date,
        {{ slug('mentions.place') }} as place_key,
        mentions.place_country_iso3,
        mentions.meeting_format,
        mentions.kind,
        mentions.amount,
        mentions.currency,
        case when mentions.currency = 'EUR' then mentions.amount else priced.amount_eur end as amount_eur,
        mentions.amount_qualifier,
        mentions.is_total,
        mentions.quantity_text,
        mentions.agreement_type,
        coalesce(mentions.topics, []) as topics,
        coalesce(mentions.sectors, []) as sectors,
        {{ words("concat_ws(' ', mentions.purpose, mentions.quantity_text, mentions.subject)") }} as about_words,
        coalesce(actor_lists.actors, []) as actors,
        coalesce(actor_lists.donor_ids, []) as donor_ids,
        coalesce(actor_lists.recipient_ids, []) as recipient_ids,
        coalesce(actor_lists.has_group_recipients_only, false) as has_group_recipients_only,
        coalesce(person_lists.persons, []) as persons,
        coalesce(person_lists.actors_with_person, []) as actors_with_person,
        coalesce(office_lists.offices, []) as offices,
        coalesce(office_lists.actors_with_office, []) as actors_with_office
    from mentions
    left join statuses on mentions.event_type = statuses.event_type and mentions.status = statuses.status
    left join actor_lists on mentions.mention_id = actor_lists.mention_id
    left join person_lists on mentions.mention_id = person_lists.mention_id
    left join office_lists on mentions.mention_id = office_lists.mention_id
    left join priced on mentions.mention_id = priced.mention_id
)

select * from final
