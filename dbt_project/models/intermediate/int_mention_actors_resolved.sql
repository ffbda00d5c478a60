-- One row per mention, role and position: the actor's words joined to one id over all articles.
with mentions as (
    select * from {{ ref('int_event_mentions_versioned') }}
),

countries as (
    select * from {{ ref('countries') }}
),

organisations as (
    select * from {{ ref('organisations') }}
),

participants as (
    select
        mention_id,
        'participant' as actor_role,
        unnest(participants) as participant,
        generate_subscripts(participants, 1) as position
    from mentions
),

donors as (
    select
        mention_id,
        'donor' as actor_role,
        unnest(donors) as actor_words,
        generate_subscripts(donors, 1) as position
    from mentions
),

recipients as (
    select
        mention_id,
        'recipient' as actor_role,
        unnest(recipients) as actor_words,
        generate_subscripts(recipients, 1) as position
    from mentions
),

parties as (
    select
        mention_id,
        'party' as actor_role,
        unnest(parties) as actor_words,
        generate_subscripts(parties, 1) as position
    from mentions
),

gathered as (
    select
        mention_id,
        actor_role,
        position,
        participant.actor as actor_words,
        nullif(trim(participant.name), '') as person_name,
        nullif(trim(participant.title), '') as title
    from participants
    union all
    select mention_id, actor_role, position, actor_words, null, null from donors
    union all
    select mention_id, actor_role, position, actor_words, null, null from recipients
    union all
    select mention_id, actor_role, position, actor_words, null, null from parties
),

final as (
    select
        gathered.mention_id,
        gathered.actor_role,
        gathered.position,
        nullif(trim(gathered.actor_words), '') as actor_words,
        gathered.person_name,
        gathered.title,
        countries.iso3,
        case
            when countries.iso3 is not null then 'state:' || countries.iso3
            when organisations.actor_id is not null then organisations.actor_id
            else 'group:' || {{ slug('gathered.actor_words') }}
        end as actor_id,
        case
            when countries.iso3 is not null then 'state'
            when organisations.actor_id is not null then 'organisation'
            when {{ slug('gathered.actor_words') }} is not null then 'group'
        end as actor_type
    from gathered
    left join countries on gathered.actor_words = countries.iso3
    left join organisations on lower(trim(gathered.actor_words)) = lower(organisations.name)
)

select * from final
