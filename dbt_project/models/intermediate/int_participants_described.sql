-- One row per participant of one telling, with person and class of office.
with participants as (
    select * from {{ ref('int_mention_actors_resolved') }}
    where actor_role = 'participant'
),

persons as (
    select * from {{ ref('int_mention_persons_resolved') }}
),

offices as (
    select * from {{ ref('offices') }}
),

titles as (
    select distinct title from participants
    where title is not null
),

titles_classed as (
    select
        titles.title,
        arg_min(offices.role_class, (offices.match_rank, -length(offices.pattern), offices.pattern)) as role_class
    from titles
    inner join offices
        on regexp_matches(lower(strip_accents(titles.title)), '\b' || offices.pattern || '\b')
    group by titles.title
),

final as (
    select
        participants.mention_id,
        participants.position,
        participants.actor_words,
        participants.actor_id,
        participants.iso3,
        persons.person_id,
        participants.person_name,
        participants.title,
        titles_classed.role_class
    from participants
    left join persons
        on participants.mention_id = persons.mention_id and participants.position = persons.position
    left join titles_classed on participants.title = titles_classed.title
)

select * from final
