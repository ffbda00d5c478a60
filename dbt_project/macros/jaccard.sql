{# Shared members over all members of two lists of distinct values; 0 where both are empty. #}
{% macro jaccard(left_list, right_list) -%}
    coalesce(
        len(list_intersect({{ left_list }}, {{ right_list }}))
        / nullif(len(list_distinct(list_concat({{ left_list }}, {{ right_list }}))), 0),
        0
    )
{%- endmacro %}

{# Shared members over the shorter list: a fuller telling of the same thing scores 1. #}
{% macro overlap(left_list, right_list) -%}
    coalesce(
        len(list_intersect({{ left_list }}, {{ right_list }}))
        / nullif(least(len({{ left_list }}), len({{ right_list }})), 0),
        0
    )
{%- endmacro %}

{# Words of four letters and more, folded: what two wordings of one subject have in common. #}
{% macro words(expression) -%}
    list_distinct(regexp_extract_all(lower(strip_accents(coalesce({{ expression }}, ''))), '[a-z]{4,}'))
{%- endmacro %}
