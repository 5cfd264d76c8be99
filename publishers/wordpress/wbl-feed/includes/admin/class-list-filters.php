<?php
/**
 * Filters of the list of postings.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Feed\Settings;
use WblFeed\Source\Posting_Type;
use WblFeed\Standard\Vocabularies;

/**
 * Narrows the list by status, activity, region, and by what needs a look.
 */
final class List_Filters {

	/** By parameter: the member whose codes it takes, and the meta that holds them. */
	const CODES = array(
		'wbl_status'   => array( '/status', '_wbl_status' ),
		'wbl_activity' => array( '/activityType', '_wbl_activity_type' ),
		'wbl_region'   => array( '/regions', '_wbl_regions' ),
	);

	const ATTENTION = 'wbl_attention';

	/**
	 * Hooks the filters into WordPress.
	 *
	 * @return void
	 */
	public static function register(): void {
		add_action( 'restrict_manage_posts', array( self::class, 'show' ) );
		add_action( 'pre_get_posts', array( self::class, 'narrow' ) );
	}

	/**
	 * What was chosen for a filter.
	 *
	 * @param string $name Name of the parameter.
	 */
	private static function chosen( string $name ): string {
		$given = $_GET[ $name ] ?? ''; // phpcs:ignore WordPress.Security -- a list is narrowed, nothing is changed; the next line sanitises.
		return is_string( $given ) ? sanitize_text_field( wp_unslash( $given ) ) : '';
	}

	/**
	 * Prints the filters above the list.
	 *
	 * @param string $post_type Post type of the list.
	 * @return void
	 */
	public static function show( $post_type ): void {
		if ( Posting_Type::NAME !== $post_type ) {
			return;
		}
		$names = array(
			'wbl_status'   => __( 'All statuses', 'wbl-feed' ),
			'wbl_activity' => __( 'All activities', 'wbl-feed' ),
			'wbl_region'   => __( 'All regions', 'wbl-feed' ),
		);
		foreach ( self::CODES as $name => list( $pointer ) ) {
			$labels = array();
			foreach ( Vocabularies::terms( $pointer, Settings::profiles() ) as $term ) {
				$labels[ $term->code ] = Vocabularies::label( $pointer, $term->code, get_user_locale(), Settings::profiles() );
			}
			self::show_select( $name, $names[ $name ], $labels );
		}
		$reasons = Attention::reasons( (int) Settings::get()['reminder']['days'] );
		self::show_select( self::ATTENTION, __( 'Needs attention?', 'wbl-feed' ), $reasons );
	}

	/**
	 * Prints one filter.
	 *
	 * @param string                $name   Name of the parameter.
	 * @param string                $all    Words for "do not narrow".
	 * @param array<string, string> $labels Label by value.
	 * @return void
	 */
	private static function show_select( string $name, string $all, array $labels ): void {
		if ( ! $labels ) {
			return;
		}
		printf( '<label class="screen-reader-text" for="%1$s">%2$s</label><select name="%1$s" id="%1$s"><option value="">%2$s</option>', esc_attr( $name ), esc_html( $all ) );
		foreach ( $labels as $value => $label ) {
			printf( '<option value="%s"%s>%s</option>', esc_attr( $value ), selected( self::chosen( $name ), (string) $value, false ), esc_html( $label ) );
		}
		echo '</select>';
	}

	/**
	 * Narrows the list's query.
	 *
	 * @param \WP_Query $query The query.
	 * @return void
	 */
	public static function narrow( $query ): void {
		if ( ! is_admin() || ! $query->is_main_query() || Posting_Type::NAME !== $query->get( 'post_type' ) ) {
			return;
		}
		$conditions = (array) $query->get( 'meta_query' );
		foreach ( self::CODES as $name => list( , $key ) ) {
			$code = self::chosen( $name );
			if ( '' !== $code ) {
				$conditions[] = array(
					'key'   => $key,
					'value' => $code,
				);
			}
		}
		$days   = (int) Settings::get()['reminder']['days'];
		$reason = self::chosen( self::ATTENTION );
		if ( isset( Attention::reasons( $days )[ $reason ] ) ) {
			$conditions = array_merge( $conditions, Attention::meta_query( $reason, $days ) );
			$query->set( 'post_status', 'publish' );
		}
		$query->set( 'meta_query', array_filter( $conditions ) );
	}
}
