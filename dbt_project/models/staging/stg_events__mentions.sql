with source as (
    select * from {{ source('raw', 'event_mentions') }}
),

unpacked as (
    select
        mention_id,
        article_id,
        extractor_version,
        event_type,
        status,
        -- A day outside the calendar of dim_dates is a misreading, and no date at all.
        case when event_date between date '1990-01-01' and date '2049-12-31' then event_date end as event_date,
        case when event_date between date '1990-01-01' and date '2049-12-31' then date_precision else 'none' end
            as date_precision,
        case when event_date between date '1990-01-01' and date '2049-12-31' then date_source else 'none' end
            as date_source,
        date_text,
        nullif(trim(place), '') as place,
        place_country as place_country_iso3,
        confidence,
        is_historical,
        -- meetings
        nullif(payload ->> '$.format', 'unknown') as meeting_format,
        cast(payload -> '$.participants' as struct(name varchar, title varchar, actor varchar)[]) as participants,
        cast(payload -> '$.topics' as varchar[]) as topics,
        -- pledges
        cast(payload -> '$.donor' as varchar[]) as donors,
        cast(payload -> '$.recipient' as varchar[]) as recipients,
        payload ->> '$.kind' as kind,
        case when try_cast(payload ->> '$.amount' as double) > 0 then try_cast(payload ->> '$.amount' as double) end
            as amount,
        upper(nullif(trim(payload ->> '$.currency'), '')) as currency,
        payload ->> '$.qualifier' as amount_qualifier,
        nullif(trim(payload ->> '$.quantity'), '') as quantity_text,
        nullif(trim(payload ->> '$.purpose'), '') as purpose,
        coalesce(try_cast(payload ->> '$.is_total' as boolean), false) as is_total,
        cast(payload -> '$.sectors' as varchar[]) as sectors,
        -- agreements
        cast(payload -> '$.parties' as varchar[]) as parties,
        payload ->> '$.type' as agreement_type,
        nullif(trim(payload ->> '$.subject'), '') as subject,
        -- all
        cast(payload -> '$.links' as struct(mention_id varchar, link_type varchar)[]) as links
    from source
)

select * from unpacked
