with source as (
    select * from {{ source('raw', 'fetches') }}
),

renamed as (
    select
        fetch_id,
        source_id,
        url,
        kind,
        requested_at,
        cast(requested_at as date) as requested_date,
        status as http_status,
        error,
        from_cache as is_not_modified,
        (error is not null or coalesce(status, 0) not between 200 and 399) and not from_cache as is_failed
    from source
)

select * from renamed
