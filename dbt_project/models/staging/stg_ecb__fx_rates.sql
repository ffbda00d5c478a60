with source as (
    select * from {{ source('raw', 'fx_rates') }}
),

renamed as (
    select
        rate_date,
        currency,
        eur_per_unit,
        source as rate_source
    from source
)

select * from renamed
