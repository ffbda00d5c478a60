with tellings as (
    select * from {{ ref('int_event_tellings') }}
    where event_type = 'pledge'
),

sector_codes as (
    select * from {{ ref('dac_sectors') }}
),

sectors_told as (
    select
        event_id,
        story_id,
        unnest(sectors) as sector
    from tellings
),

final as (
    select
        sectors_told.event_id as pledge_id,
        sectors_told.sector,
        coalesce(sector_codes.sector_vocabulary, '99') as sector_vocabulary,
        coalesce(sector_codes.sector_code, sectors_told.sector) as sector_code,
        count(distinct sectors_told.story_id) as n_stories
    from sectors_told
    left join sector_codes on sectors_told.sector = sector_codes.sector
    group by all
)

select * from final
