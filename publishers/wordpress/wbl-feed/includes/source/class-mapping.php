<?php
/**
 * What the fields of a post type are in the standard.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

defined( 'ABSPATH' ) || exit;

/**
 * The mapping of one post type: data alone, as the settings keep it.
 *
 *     array(
 *         'fields'     => array( '/workMode' => array( 'from' => 'meta', 'name' => '_remote_position', 'values' => array( '1' => 'remote' ) ) ),
 *         'categories' => array( 'category' => array( 7 ) ),
 *     )
 */
final class Mapping {

	/**
	 * For each member, by its JSON Pointer, where it comes from.
	 *
	 * @var array<string, Rule>
	 */
	public $rules = array();

	/**
	 * Numbers of terms by taxonomy: a post must have one of each taxonomy, or one below it. Empty: every post is taken.
	 *
	 * @var array<string, int[]>
	 */
	public $terms = array();

	/**
	 * A mapping from settings or a form; what is not sound in it is left out.
	 *
	 * @param array $stored The array that `to_array()` gives.
	 */
	public static function from( array $stored ): self {
		$mapping = new self();
		foreach ( (array) ( $stored['fields'] ?? array() ) as $pointer => $parts ) {
			$rule = is_array( $parts ) ? Rule::of( (string) $pointer, $parts ) : null;
			if ( $rule ) {
				$mapping->rules[ $pointer ] = $rule;
			}
		}
		ksort( $mapping->rules ); // A whole, such as a place, comes before its parts.
		foreach ( (array) ( $stored['categories'] ?? array() ) as $taxonomy => $terms ) {
			$terms = array_values( array_unique( array_filter( array_map( 'absint', (array) $terms ) ) ) );
			if ( $terms ) {
				$mapping->terms[ sanitize_key( $taxonomy ) ] = $terms;
			}
		}
		return $mapping;
	}

	/**
	 * The mapping as the settings keep it.
	 */
	public function to_array(): array {
		$fields = array();
		foreach ( $this->rules as $pointer => $rule ) {
			$fields[ $pointer ] = $rule->to_array();
		}
		return array_filter(
			array(
				'fields'     => $fields,
				'categories' => $this->terms,
			)
		);
	}

	/**
	 * Whether a post has the terms that are asked for.
	 *
	 * @param \WP_Post $post A post of the type.
	 */
	public function takes( \WP_Post $post ): bool {
		foreach ( $this->terms as $taxonomy => $terms ) {
			foreach ( $terms as $term ) {
				$below = get_term_children( $term, $taxonomy );
				$terms = array_merge( $terms, is_array( $below ) ? $below : array() );
			}
			if ( true !== is_object_in_term( $post->ID, $taxonomy, $terms ) ) {
				return false;
			}
		}
		return true;
	}
}
