<?php
/**
 * Which post types are published.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Feed\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * The sources that the settings name.
 */
final class Sources {

	/**
	 * All of them, by post type.
	 *
	 * @return Source[]
	 */
	public static function all(): array {
		$settings = Settings::get();
		$sources  = array();
		if ( $settings['own'] ) {
			$sources[ Posting_Type::NAME ] = new Own_Postings();
		}
		foreach ( $settings['mappings'] as $post_type => $mapping ) {
			if ( Posting_Type::NAME !== $post_type ) {
				$sources[ $post_type ] = new Mapped_Postings( (string) $post_type, $mapping );
			}
		}
		return $sources;
	}

	/**
	 * Whether it can be told now if a post is for the feed. The plug-in that has its type, or a taxonomy by whose terms posts
	 * are chosen, may be missing for a while, as when it is updated; nothing is gone by that.
	 *
	 * @param \WP_Post $post Any post.
	 */
	public static function can_tell( \WP_Post $post ): bool {
		$source = self::all()[ $post->post_type ] ?? null;
		return ! $source || ( post_type_exists( $post->post_type ) && ! ( $source instanceof Mapped_Postings && ! $source->knows_its_terms() ) );
	}

	/**
	 * The source that a post belongs to, or null if posts of its type, or of its categories, are not published.
	 *
	 * @param \WP_Post $post Any post.
	 */
	public static function of( \WP_Post $post ): ?Source {
		$source = self::all()[ $post->post_type ] ?? null;
		return $source instanceof Mapped_Postings && ! $source->takes( $post ) ? null : $source;
	}
}
