{# 'São Tomé & Príncipe' -> 'sao-tome-principe': the readable tail of an id. Without a letter: null. #}
{% macro slug(expression) -%}
    nullif(trim(regexp_replace(lower(strip_accents({{ expression }})), '[^a-z0-9]+', '-', 'g'), '-'), '')
{%- endmacro %}
