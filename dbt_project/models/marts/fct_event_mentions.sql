with tellings as (
    select * from {{ ref('int_event_tellings') }}
),

attendees as (
    select
        mention_id,
        string_agg(distinct actor_words, ', ' order by actor_words) as participants_text
    from {{ ref('int_mention_actors_resolved') }}
    where actor_role in ('participant', 'party') and actor_words is not null
    group by mention_id
),

final as (
    select
        tellings.mention_id,
        event_id,
        event_type,
        article_id,
        story_id,
        publisher,
        status,
        event_date,
        date_precision,
        date_source,
        date_text,
        place,
        place_country_iso3,
        amount,
        currency,
        amount_qualifier,
        cast(is_total as boolean) as is_total,
        coalesce(kind, agreement_type, meeting_format) as kind,
        coalesce(purpose, subject) as about,
        attendees.participants_text,
        confidence,
        reported_at,
        extractor_version
    from tellings
    left join attendees on tellings.mention_id = attendees.mention_id
)

select * from final
