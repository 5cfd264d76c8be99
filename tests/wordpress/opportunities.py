"""A post type of a site's own with custom fields and taxonomies, as a theme or a plug-in of fields makes it."""

import json
from typing import Any

from wordpress.real_site import RealSite

TYPES = """
add_action( 'init', function () {
	register_post_type( 'opportunity', array( 'public' => true, 'label' => 'Opportunities',
		'supports' => array( 'title', 'editor', 'excerpt', 'thumbnail', 'custom-fields' ) ) );
	register_post_type( 'oportunidad', array( 'public' => true, 'label' => 'Oportunidades' ) );
	register_taxonomy( 'opportunity_type', 'opportunity', array( 'public' => true, 'label' => 'Opportunity types', 'hierarchical' => true ) );
	register_taxonomy( 'skill', 'opportunity', array( 'public' => true, 'label' => 'Skills' ) );
} );"""


def php(value: Any) -> str:
    """A value as PHP code."""
    return f"json_decode( {quoted(json.dumps(value))}, true )"


def quoted(text: str) -> str:
    """A text as a string of PHP."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def add(
    site: RealSite, *, meta: dict[str, Any] | None = None, terms: dict[str, list[str]] | None = None, **post: Any
) -> int:
    """A post of the type, with its custom fields and terms."""
    fields = {"post_type": "opportunity", "post_title": "Tide work", "post_status": "publish", **post}
    code = f"$id = wp_insert_post( wp_slash( {php(fields)} ) );"
    code += f"foreach ( {php(meta or {})} as $key => $value ) {{ update_post_meta( $id, $key, wp_slash( $value ) ); }}"
    code += (
        f"foreach ( {php(terms or {})} as $taxonomy => $names ) {{ wp_set_object_terms( $id, $names, $taxonomy ); }}"
    )
    return int(site.php(f"{code} echo $id;"))


def mapping(**fields: Any) -> dict[str, Any]:
    """A mapping of the title of posts and of these members."""
    return {"fields": {"/title": {"from": "post", "name": "title"}, **fields}}


def meta(name: str, **values: str) -> dict[str, Any]:
    """A custom field, and what words in it mean."""
    return {"from": "meta", "name": name, "values": values}
