{#
    Every value of `column` stands in `to`.`field` (null is no reference). One node checks all keys of a model: each node costs
    more than its query. Usage: keys: [{column: actor_id, to: ref('dim_actors')}] with `field` where the names differ.
#}
{% test foreign_keys(model, keys) %}
    {% for key in keys %}
        select
            '{{ key.column }}' as key_column,
            cast(child.{{ key.column }} as varchar) as missing_value
        from {{ model }} as child
        left join {{ key.to }} as parent on child.{{ key.column }} = parent.{{ key.get('field', key.column) }}
        where child.{{ key.column }} is not null and parent.{{ key.get('field', key.column) }} is null
        {{ 'union all' if not loop.last }}
    {% endfor %}
{% endtest %}
