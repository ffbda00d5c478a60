-- One row per named participant: one id per person over all articles. A person is a full name acting for one actor;
-- a bare surname joins the full name that the same article tells, else the only one that any article tells of that
-- actor.
with named as (
    select
        actors.mention_id,
        actors.position,
        actors.actor_id,
        actors.iso3,
        actors.person_name,
        mentions.article_id,
        mentions.is_live,
        {{ slug("regexp_replace(actors.person_name, '^(mr|mrs|ms|dr|prof|sir|lord|dame|h\.?e)\.? ', '', 'i')") }}
            as name_key
    from {{ ref('int_mention_actors_resolved') }} as actors
    inner join {{ ref('int_event_mentions_versioned') }} as mentions on actors.mention_id = mentions.mention_id
    where actors.person_name is not null
),

full_names as (
    select
        actor_id,
        name_key,
        split_part(name_key, '-', -1) as surname,
        count(*) as n_tellings
    from named
    where contains(name_key, '-')
    group by all
),

-- Spellings of one name (Mohammed, Mohamed): the spelling told more often stands for both. Names of few letters are
-- left alone.
spellings as (
    select
        variant.actor_id,
        variant.name_key,
        coalesce(
            arg_max(standard.name_key, (standard.n_tellings, standard.name_key)),
            variant.name_key
        ) as standard_key
    from full_names as variant
    left join full_names as standard
        on
            variant.actor_id = standard.actor_id
            and (standard.n_tellings, standard.name_key) > (variant.n_tellings, variant.name_key)
            and length(variant.name_key) >= 10
            and split_part(variant.name_key, '-', 1) = split_part(standard.name_key, '-', 1)
            and jaro_winkler_similarity(variant.surname, standard.surname) >= 0.94
            and damerau_levenshtein(variant.name_key, standard.name_key) <= 2
    group by variant.actor_id, variant.name_key
),

surnames_in_article as (
    select
        article_id,
        actor_id,
        split_part(name_key, '-', -1) as surname,
        min(name_key) as full_key
    from named
    where contains(name_key, '-')
    group by all
    having count(distinct name_key) = 1
),

surnames_anywhere as (
    select
        full_names.actor_id,
        full_names.surname,
        min(spellings.standard_key) as full_key
    from full_names
    inner join spellings using (actor_id, name_key)
    group by all
    having count(distinct spellings.standard_key) = 1
),

completed as (
    select
        named.*,
        coalesce(surnames_in_article.full_key, surnames_anywhere.full_key, named.name_key) as completed_key
    from named
    left join surnames_in_article
        on
            named.article_id = surnames_in_article.article_id
            and named.actor_id = surnames_in_article.actor_id
            and named.name_key = surnames_in_article.surname
    left join surnames_anywhere
        on named.actor_id = surnames_anywhere.actor_id and named.name_key = surnames_anywhere.surname
),

final as (
    select
        completed.mention_id,
        completed.position,
        completed.actor_id,
        completed.person_name,
        completed.is_live,
        concat_ws(
            ':',
            'person',
            coalesce(completed.iso3, split_part(completed.actor_id, ':', 2)),
            coalesce(spellings.standard_key, completed.completed_key)
        ) as person_id
    from completed
    left join spellings
        on completed.actor_id = spellings.actor_id and completed.completed_key = spellings.name_key
    where completed.name_key is not null
)

select * from final
