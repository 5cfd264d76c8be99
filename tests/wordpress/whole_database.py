"""All that a site has stored, so that two states of it can be compared."""

import json

from wordpress.real_site import RealSite

PASSING = ("session_tokens", "_edit_lock", "_edit_last", "community-events-location", "dismissed_wp_pointers")
"""Metas that WordPress writes when somebody looks at a page."""


def database(site: RealSite) -> dict[str, str]:
    """A digest of each table, without sessions, caches and timetables."""
    tables: dict[str, str] = json.loads(
        site.php(
            """
            global $wpdb;
            $passing = "'" . implode( "','", json_decode( '"""
            + json.dumps(PASSING)
            + """' ) ) . "'";
            $where = array(
                $wpdb->options => "WHERE option_name NOT LIKE '%transient%' AND option_name NOT IN ( 'cron', 'rewrite_rules', 'wbl_feed_edition', 'wbl_feed_sequence',
                    'recently_edited' )",
                $wpdb->usermeta => "WHERE meta_key NOT IN ( $passing ) AND meta_key NOT LIKE '%application_passwords'",
                $wpdb->postmeta => "WHERE meta_key NOT IN ( $passing )",
                $wpdb->posts => "WHERE post_status <> 'auto-draft'",
            );
            foreach ( $wpdb->get_col( 'SHOW TABLES' ) as $table ) {
                $rows = array_map( 'serialize', $wpdb->get_results( "SELECT * FROM $table " . ( $where[ $table ] ?? '' ), ARRAY_N ) );
                sort( $rows );
                $digests[ $table ] = count( $rows ) . ' ' . md5( implode( $rows ) );
            }
            echo wp_json_encode( $digests );"""
        )
    )
    return tables
