<?php
/**
 * Where postings come from.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * One post type whose posts are postings.
 */
interface Source {

	/**
	 * The post type.
	 */
	public function post_type(): string;

	/**
	 * Whether it reads postings from a custom field.
	 *
	 * @param string $key The meta key.
	 */
	public function reads( string $key ): bool;

	/**
	 * What a post says, as a posting. `id`, `url`, `dateModified` and `datePosted` are added later where they are not given.
	 *
	 * @param \WP_Post $post A post of the type, published or not.
	 */
	public function read( \WP_Post $post ): Reading;
}
