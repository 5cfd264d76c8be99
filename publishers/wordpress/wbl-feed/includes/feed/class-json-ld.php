<?php
/**
 * A posting for search engines.
 *
 * @package WblFeed
 */

namespace WblFeed\Feed;

use WblFeed\Standard\Json;
use WblFeed\Standard\Schema_Org;

defined( 'ABSPATH' ) || exit;

/**
 * The schema.org form of a posting in the head of its page (section 23.2).
 */
final class Json_Ld {

	/**
	 * Post types whose own plug-in writes such a form already.
	 */
	const HAVE_THEIR_OWN = array( 'job_listing' );

	/**
	 * Hooks it into WordPress.
	 */
	public static function register(): void {
		add_action( 'wp_head', array( self::class, 'show' ) );
	}

	/**
	 * Writes it, on the page of a posting that is in the feed.
	 */
	public static function show(): void {
		if ( ! is_singular() || ! Settings::ready() || in_array( get_post_type(), self::HAVE_THEIR_OWN, true ) ) {
			return;
		}
		$row  = Ledger::shown( get_queried_object_id() );
		$node = $row && ! $row->deleted ? Schema_Org::node( Json::parse( $row->item ), Settings::time_zone(), Clock::now() ) : null;
		if ( $node ) {
			echo '<script type="application/ld+json">', Schema_Org::script( $node ), "</script>\n"; // phpcs:ignore WordPress.Security.EscapeOutput -- escaped for a script.
		}
	}
}
