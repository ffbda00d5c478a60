with countries as (
    select * from {{ ref('countries') }}
),

organisations as (
    select * from {{ ref('organisations') }}
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
),

mention_actors as (
    select actors.*
    from {{ ref('int_mention_actors_resolved') }} as actors
    inner join tellings on actors.mention_id = tellings.mention_id
),

mention_persons as (
    select * from {{ ref('int_mention_persons_resolved') }}
    where is_live
),

states as (
    select
        'state:' || iso3 as actor_id,
        name,
        'state' as actor_type,
        'state' as kind,
        iso3,
        '10' as iati_org_type_code,
        cast(null as varchar) as parent_actor_id,
        cast(null as varchar) as wikidata_qid
    from countries
),

known_organisations as (
    select
        actor_id,
        name,
        'organisation' as actor_type,
        kind,
        cast(null as varchar) as iso3,
        iati_org_type_code,
        parent_actor_id,
        wikidata_qid
    from organisations
),

groups_told as (
    select
        actor_id,
        mode(actor_words order by actor_words) as name,
        'group' as actor_type,
        case when bool_and(actor_role = 'recipient') then 'population_or_crisis' else 'other_group' end as kind,
        cast(null as varchar) as iso3,
        cast(null as varchar) as iati_org_type_code,
        cast(null as varchar) as parent_actor_id,
        cast(null as varchar) as wikidata_qid
    from mention_actors
    where actor_type = 'group'
    group by actor_id
),

persons as (
    select
        person_id as actor_id,
        arg_max(person_name, (length(person_name), person_name)) as name,
        'person' as actor_type,
        'person' as kind,
        max(case when starts_with(actor_id, 'state:') then substr(actor_id, 7) end) as iso3,
        cast(null as varchar) as iati_org_type_code,
        max(actor_id) as parent_actor_id,
        cast(null as varchar) as wikidata_qid
    from mention_persons
    group by person_id
),

final as (
    select * from states
    union all
    select * from known_organisations
    union all
    select * from groups_told
    union all
    select * from persons
)

select * from final
