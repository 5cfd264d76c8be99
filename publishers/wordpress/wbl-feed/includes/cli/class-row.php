<?php
/**
 * A row of a sheet.
 *
 * @package WblFeed
 */

namespace WblFeed\Cli;

use WblFeed\Feed\Discovery;
use WblFeed\Standard\Json;
use WblFeed\Standard\Notice;
use WblFeed\Standard\Schema;

defined( 'ABSPATH' ) || exit;

/**
 * What the cells of a row say of a posting (spec section 23.3).
 *
 * phpcs:disable WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase -- members of the standard are in camel case.
 */
final class Row {

	/**
	 * A posting as a row changes it: what the row does not say stays (spec section 23.3, rule 2), and so does what a cell
	 * cannot hold. What the plug-in mints for a post is no change.
	 *
	 * @param ?\WP_Post $post The post, if there is one.
	 */
	public static function onto( \stdClass $posting, \stdClass $said, ?\WP_Post $post ): \stdClass {
		unset( $said->id, $said->dateModified );
		if ( $post && ! isset( $posting->url ) && Discovery::at_home( (string) get_permalink( $post ) ) === ( $said->url ?? '' ) ) {
			unset( $said->url );
		}
		if ( $post && ! isset( $posting->datePosted ) && substr( $post->post_date, 0, 10 ) === ( $said->datePosted ?? '' ) ) {
			unset( $said->datePosted );
		}
		foreach ( Schema::core( 'columns.json' )->columns as $column ) {
			$value = Json::at( $said, $column->pointer );
			if ( null === $value || self::cell( $value ) === self::cell( Json::at( $posting, $column->pointer ) ) ) {
				continue;
			}
			$posting = Json::with( $posting, $column->pointer, $value );
			if ( '/description' === $column->pointer ) {
				$posting = Json::with( $posting, '/descriptionHtml', null ); // It says what the description said before.
			}
		}
		return $posting;
	}

	/**
	 * A notice as the heading of the column that it is about, and a sentence.
	 *
	 * @return string[]
	 */
	public static function problem( Notice $notice ): array {
		$heading = '';
		foreach ( Schema::core( 'columns.json' )->columns as $column ) {
			$within = 0 === strpos( $column->pointer . '/', $notice->pointer . '/' ) || 0 === strpos( $notice->pointer . '/', $column->pointer . '/' );
			if ( $within && '' === $heading && '' !== $notice->pointer ) {
				$heading = $column->heading;
			}
		}
		return array( $heading, trim( $notice->message . ' ' . $notice->mend ) );
	}

	/**
	 * A value as far as a cell tells it from another: of terms it holds the names alone.
	 *
	 * @param mixed $value
	 */
	private static function cell( $value ): string {
		return Json::write(
			is_array( $value ) ? array_map(
				static function ( $one ) {
					return $one->name ?? $one;
				},
				$value
			) : $value
		);
	}
}
