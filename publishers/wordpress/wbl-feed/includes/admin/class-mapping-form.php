<?php
/**
 * The mapping that is being edited.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Cells\Text;
use WblFeed\Feed\Settings;
use WblFeed\Source\Expected;
use WblFeed\Source\Guess;
use WblFeed\Source\Inventory;
use WblFeed\Source\Mapping;
use WblFeed\Source\Targets;

/**
 * What the mapping screen shows and sends: a post type, its mapping, and which post is previewed.
 */
final class Mapping_Form {

	/** What a word means that says nothing about the member, in the form. */
	const SILENT = '-';

	/**
	 * The post type.
	 *
	 * @var string
	 */
	public $post_type;

	/**
	 * Its mapping.
	 *
	 * @var Mapping
	 */
	public $mapping;

	/**
	 * Number of the post that is previewed, 0 for the newest.
	 *
	 * @var int
	 */
	public $shown = 0;

	/**
	 * What is wrong with it, in sentences by pointer.
	 *
	 * @var array<string, string>
	 */
	public $errors = array();

	/**
	 * A form of a post type.
	 *
	 * @param string  $post_type The post type.
	 * @param Mapping $mapping   Its mapping.
	 */
	private function __construct( string $post_type, Mapping $mapping ) {
		$this->post_type = $post_type;
		$this->mapping   = $mapping;
	}

	/**
	 * The stored mapping of a post type, or a guess.
	 *
	 * @param string $post_type A post type that can be mapped.
	 */
	public static function stored( string $post_type ): self {
		$stored = Settings::get()['mappings'][ $post_type ] ?? null;
		return new self( $post_type, is_array( $stored ) ? Mapping::from( $stored ) : Guess::mapping( $post_type ) );
	}

	/**
	 * The form as it was sent; null if its post type cannot be mapped.
	 *
	 * @param array $sent What was sent, without slashes.
	 */
	public static function sent( array $sent ): ?self {
		$post_type = sanitize_key( self::text( $sent['post_type'] ?? '' ) );
		if ( ! isset( Inventory::post_types()[ $post_type ] ) ) {
			return null;
		}
		$fields = array();
		$empty  = array();
		foreach ( array_intersect_key( (array) ( $sent['fields'] ?? array() ), Targets::labels() ) as $pointer => $parts ) {
			list( $from, $name ) = explode( ':', self::text( $parts['source'] ?? '' ), 2 ) + array( '', '' );
			if ( 'fixed' === $from ) {
				$name = sanitize_textarea_field( self::text( $parts['fixed'] ?? '' ) );
				if ( '' === $name ) {
					$empty[ $pointer ] = __( 'Write the text that is the same for every posting.', 'wbl-feed' );
				}
			}
			$fields[ $pointer ] = array(
				'from'   => $from,
				'name'   => $name,
				'values' => self::values( (array) ( $parts['values'] ?? array() ) ),
			);
		}
		$form = new self(
			$post_type,
			Mapping::from(
				array(
					'fields'     => $fields,
					'categories' => self::categories( $post_type, (array) ( $sent['categories'] ?? array() ) ),
				)
			)
		);

		$form->shown  = max( 0, (int) self::text( $sent['show'] ?? $sent['shown'] ?? '0' ) );
		$form->errors = $empty + $form->faults();
		return $form;
	}

	/**
	 * The categories that were chosen. Those of a taxonomy that is not there just now stay as they are stored; without them
	 * every post would be published.
	 *
	 * @param string $post_type The post type.
	 * @param array  $sent      Numbers of terms by taxonomy.
	 */
	private static function categories( string $post_type, array $sent ): array {
		$there  = Inventory::taxonomies( $post_type );
		$stored = Settings::get()['mappings'][ $post_type ]['categories'] ?? array();
		return array_intersect_key( $sent, $there ) + array_diff_key( $stored, $there );
	}

	/**
	 * What is wrong with the mapping: no title, or a fixed text that its member cannot be.
	 *
	 * @return array<string, string>
	 */
	private function faults(): array {
		$faults = array();
		if ( ! isset( $this->mapping->rules['/title'] ) ) {
			$faults['/title'] = __( 'Choose where the title comes from.', 'wbl-feed' );
		}
		foreach ( $this->mapping->rules as $pointer => $rule ) {
			if ( 'fixed' === $rule->from && null === $rule->value( array( $rule->name ), Settings::profiles() ) ) {
				/* translators: 1: a text, 2: what it should be, such as "a date, such as 2027-01-15". */
				$faults[ $pointer ] = sprintf( __( '“%1$s” could not be read as %2$s.', 'wbl-feed' ), $rule->name, Expected::of( $rule->member ) );
			}
		}
		return $faults;
	}

	/**
	 * What words mean; a meaning that is empty leaves it to the reader of the word.
	 *
	 * @param array $sent Meanings by words, percent-encoded since names of fields cannot hold brackets.
	 * @return array<string, string>
	 */
	private static function values( array $sent ): array {
		$values = array();
		foreach ( $sent as $word => $meaning ) {
			$word  = Text::tidy( rawurldecode( (string) $word ) );
			$value = sanitize_text_field( self::text( $meaning ) );
			if ( '' !== $word && '' !== $value ) {
				$values[ $word ] = self::SILENT === $value ? '' : $value;
			}
		}
		return $values;
	}

	/**
	 * A text that was sent; anything else is none.
	 *
	 * @param mixed $sent What was sent.
	 */
	private static function text( $sent ): string {
		return is_string( $sent ) ? $sent : '';
	}
}
