<?php
/**
 * A posting as it stands in the editor.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Source\Own_Postings;
use WblFeed\Source\Texts;

defined( 'ABSPATH' ) || exit;

/**
 * Joins what is in the panel with title, content and excerpt, saved or not.
 */
final class Draft {

	/**
	 * A posting with the texts that a post has in the editor.
	 *
	 * @param \stdClass $posting What is in the panel.
	 * @param \WP_Post  $post    The post.
	 * @param array     $texts   Texts that are not saved yet, by field of the post.
	 */
	public static function posting( \stdClass $posting, \WP_Post $post, array $texts = array() ): \stdClass {
		$edited = clone $post;
		foreach ( array_intersect_key( $texts, Texts::MEMBERS ) as $field => $text ) {
			$edited->$field = (string) $text;
		}
		$read  = ( new Own_Postings() )->read( $edited )->posting;
		$whole = clone $posting;
		foreach ( array_merge( ...array_values( Texts::MEMBERS ) ) as $member ) {
			unset( $whole->$member );
			if ( isset( $read->$member ) ) {
				$whole->$member = $read->$member;
			}
		}
		return $whole;
	}
}
