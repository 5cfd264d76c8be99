<?php
/**
 * What a post type has.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Standard\Notice;

defined( 'ABSPATH' ) || exit;

/**
 * Lists the places in posts of a type from which members can come, with samples of what stands there.
 */
final class Inventory {

	/** Posts that are looked at, the newest first. */
	const POSTS = 50;

	/** Different samples of one custom field, and words of one that are offered for translation. */
	const SAMPLES = 5;
	const WORDS   = 30;

	/** Custom fields that are never shown or published: secrets, and what WordPress and plug-ins note for themselves. */
	const HIDDEN = '/password|passwd|token|secret|key$|^_(?:edit_|wp_|wbl_|oembed|encloseme|pingme|thumbnail_id|elementor|yoast|menu_item)/i';

	/** What Advanced Custom Fields stores beside each field: the name of its definition. */
	const REFERENCE = '/^field_[0-9a-z]+$/D';

	/**
	 * Post types that can be mapped: those that the site shows, but for files and the plug-in's own.
	 *
	 * @return \WP_Post_Type[] By name.
	 */
	public static function post_types(): array {
		$types = get_post_types( array( 'public' => true ), 'objects' );
		unset( $types['attachment'], $types[ Posting_Type::NAME ] );
		return $types;
	}

	/**
	 * Whether a custom field is none of ours.
	 *
	 * @param string $key Meta key.
	 */
	public static function is_hidden( string $key ): bool {
		return 1 === preg_match( self::HIDDEN, $key );
	}

	/**
	 * The newest posts that everybody may read.
	 *
	 * @param string $post_type The post type.
	 * @param int    $number    How many.
	 * @param int    $after     How many newer ones are passed over.
	 * @param array  $terms     Numbers of terms by taxonomy, as in `Mapping`.
	 * @return \WP_Post[]
	 */
	public static function posts( string $post_type, int $number = self::POSTS, int $after = 0, array $terms = array() ): array {
		$asked = array();
		foreach ( $terms as $taxonomy => $numbers ) {
			$asked[] = array(
				'taxonomy' => $taxonomy,
				'terms'    => $numbers,
			);
		}
		return get_posts(
			array(
				'post_type'    => $post_type,
				'post_status'  => 'publish',
				'has_password' => false,
				'numberposts'  => $number,
				'offset'       => $after,
				'tax_query'    => $asked, // phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_tax_query -- on one screen of the administrator.
			)
		);
	}

	/**
	 * Custom fields of a post type, with different texts that stand in them.
	 *
	 * @param string $post_type The post type.
	 * @return array<string, string[]> Samples by meta key, in the order of the alphabet.
	 */
	public static function meta( string $post_type ): array {
		$samples = array();
		foreach ( self::posts( $post_type ) as $post ) {
			foreach ( array_keys( (array) update_meta_cache( 'post', array( $post->ID ) )[ $post->ID ] ) as $key ) {
				$key   = (string) $key;
				$found = self::is_hidden( $key ) ? array() : Post_Values::meta( $post->ID, $key );
				foreach ( array_filter( array_map( array( Post_Values::class, 'plain' ), $found ), 'strlen' ) as $text ) {
					if ( ! preg_match( self::REFERENCE, $text ) && count( $samples[ $key ] ?? array() ) < self::SAMPLES ) {
						$samples[ $key ][ $text ] = $text;
					}
				}
			}
		}
		ksort( $samples );
		return array_map( 'array_values', $samples );
	}

	/**
	 * Taxonomies of a post type that people see.
	 *
	 * @param string $post_type The post type.
	 * @return \WP_Taxonomy[] By name.
	 */
	public static function taxonomies( string $post_type ): array {
		return array_filter(
			get_object_taxonomies( $post_type, 'objects' ),
			static function ( $taxonomy ) {
				return $taxonomy->show_ui && 'post_format' !== $taxonomy->name;
			}
		);
	}

	/**
	 * The different words that posts have for a member, so that each can be given its meaning.
	 *
	 * @param string $post_type The post type.
	 * @param Rule   $rule      Where they come from.
	 * @return string[]
	 */
	public static function words( string $post_type, Rule $rule ): array {
		$words = array();
		if ( 'taxonomy' === $rule->from && taxonomy_exists( $rule->name ) ) {
			$terms = get_terms( array( 'taxonomy' => $rule->name, 'number' => self::WORDS, 'orderby' => 'count', 'order' => 'DESC', 'hide_empty' => false ) );
			$words = is_array( $terms ) ? array_map( array( Post_Values::class, 'plain' ), wp_list_pluck( $terms, 'name' ) ) : array();
		} elseif ( 'meta' === $rule->from ) {
			foreach ( self::posts( $post_type ) as $post ) {
				array_push( $words, ...Post_Values::of( $post, $rule ) );
			}
		}
		return array_slice( array_values( array_unique( $words ) ), 0, self::WORDS );
	}

	/**
	 * A sample as people may see it: short, on one line.
	 *
	 * @param string[] $samples Samples of one field.
	 */
	public static function shown( array $samples ): string {
		return Notice::shown( (string) reset( $samples ) );
	}
}
