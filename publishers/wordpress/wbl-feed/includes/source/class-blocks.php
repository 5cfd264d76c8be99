<?php
/**
 * What the blocks of a post say.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * Renders blocks as everybody sees them on the page of their post. Some are made when they are shown, and show more to
 * those who are signed in; a feed is for everybody, whoever happens to save the post.
 */
final class Blocks {

	/**
	 * Blocks that show other things than their post: lists of other posts, feeds of other sites, ways through the site.
	 */
	const OF_OTHERS = array(
		'core/archives',
		'core/calendar',
		'core/categories',
		'core/comments',
		'core/latest-comments',
		'core/latest-posts',
		'core/loginout',
		'core/navigation',
		'core/page-list',
		'core/query',
		'core/rss',
		'core/search',
		'core/tag-cloud',
		'wbl-feed/postings',
	);

	/**
	 * The HTML of a post's blocks.
	 *
	 * @param \WP_Post $post    The post.
	 * @param string   $content Its content.
	 */
	public static function html( \WP_Post $post, string $content ): string {
		$reader = get_current_user_id();
		$before = $GLOBALS['post'] ?? null;
		wp_set_current_user( 0 );
		$GLOBALS['post'] = $post; // phpcs:ignore WordPress.WP.GlobalVariablesOverride -- blocks ask it where they stand; put back below.
		add_filter( 'pre_render_block', array( self::class, 'leave_out' ), 10, 2 );
		try {
			return do_blocks( $content );
		} finally {
			remove_filter( 'pre_render_block', array( self::class, 'leave_out' ) );
			$GLOBALS['post'] = $before; // phpcs:ignore WordPress.WP.GlobalVariablesOverride
			wp_set_current_user( $reader );
		}
	}

	/**
	 * Makes nothing of a block that shows other things than its post.
	 *
	 * @param string|null $html  What others made of it.
	 * @param array       $block The block.
	 * @return string|null
	 */
	public static function leave_out( $html, $block ) {
		return in_array( $block['blockName'] ?? '', self::OF_OTHERS, true ) ? '' : $html;
	}
}
