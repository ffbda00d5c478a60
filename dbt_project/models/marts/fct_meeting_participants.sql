with participants as (
    select * from {{ ref('int_participants_described') }}
),

tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'meeting'
),

-- One row per person, and per office or body where no person is named.
folded as (
    select
        tellings.event_id as meeting_id,
        participants.actor_id,
        participants.iso3,
        participants.person_id,
        arg_max(participants.person_name, (length(participants.person_name), participants.person_name)) as person_name,
        arg_max(participants.title, (length(participants.title), participants.title)) as title,
        mode(participants.role_class order by participants.role_class) as role_class,
        min(participants.position) as position,
        count(distinct tellings.story_id) as n_stories
    from participants
    inner join tellings on participants.mention_id = tellings.mention_id
    where coalesce(participants.actor_id, participants.person_id, participants.title) is not null
    group by
        tellings.event_id,
        participants.actor_id,
        participants.iso3,
        participants.person_id,
        case
            when participants.person_id is null
                then coalesce(participants.role_class, {{ slug('participants.title') }}, 'body')
        end
),

-- 'The Italian minister' of one article is the minister that another names; a side told without a person adds none.
final as (
    select
        {{ short_hash([
            'folded.meeting_id', 'folded.actor_id', 'folded.person_id',
            "case when folded.person_id is null then coalesce(folded.role_class, folded.title) end"
        ]) }} as participant_id,
        folded.meeting_id,
        folded.actor_id,
        folded.person_id,
        folded.person_name,
        folded.title,
        folded.role_class,
        folded.iso3,
        cast(folded.position as integer) as position,
        folded.n_stories
    from folded
    where
        folded.person_id is not null
        or folded.actor_id is null
        or not exists (
            select 1
            from folded as named
            where
                named.meeting_id = folded.meeting_id
                and named.actor_id = folded.actor_id
                and named.person_id is not null
                and (folded.role_class is null or folded.role_class in ('body', named.role_class))
        )
)

select * from final
