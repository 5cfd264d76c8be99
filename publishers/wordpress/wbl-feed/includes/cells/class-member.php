<?php
/**
 * A member of a posting.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

use WblFeed\Standard\Schema;
use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * What a member may hold, found in the schema by its JSON Pointer, such as `/jobLocation/0/address/addressLocality`.
 */
final class Member {
	/** Its JSON Pointer. @var string */
	public $pointer;
	/** Name of a definition of the schema, such as `civilDate`, or `boolean`, `enum`, `object`. @var string */
	public $type;
	/** Whether it is a list of such values. @var bool */
	public $many;
	/** The values of an enum. @var string[] */
	public $choices;
	/** What the schema says it means, in English. @var string */
	public $meaning;

	/** Members that were asked for, by pointer. @var array<string, self|null> */
	private static $known = array();
	/** Schemas of single values, by type. @var array<string, Schema> */
	private static $types = array();

	/**
	 * A member as the schema describes it.
	 *
	 * @param string    $pointer Its JSON Pointer.
	 * @param \stdClass $node    Its place in the schema.
	 */
	private function __construct( string $pointer, \stdClass $node ) {
		list( $found, $name ) = self::resolved( $node );
		$this->pointer        = $pointer;
		$this->meaning        = $node->description ?? $found->description ?? '';
		$this->many           = 'array' === ( $found->type ?? '' );
		if ( $this->many ) {
			list( $found, $name ) = self::resolved( $found->items );
		}
		$this->choices = $found->enum ?? array();
		$this->type    = $this->choices ? 'enum' : ( '' === $name ? $found->type ?? 'text' : $name );
	}

	/**
	 * The member at a pointer; null if the standard has none there.
	 *
	 * @param string $pointer A JSON Pointer; an element of a list is named by its index.
	 */
	public static function at( string $pointer ): ?self {
		if ( ! array_key_exists( $pointer, self::$known ) ) {
			$node                    = self::node( $pointer );
			self::$known[ $pointer ] = $node ? new self( $pointer, $node ) : null;
		}
		return self::$known[ $pointer ];
	}

	/**
	 * Its own name: the last part of the pointer.
	 */
	public function name(): string {
		return substr( $this->pointer, strrpos( $this->pointer, '/' ) + 1 );
	}

	/**
	 * Whether its codes are those of a vocabulary.
	 */
	public function has_vocabulary(): bool {
		return (bool) Vocabularies::terms( $this->pointer );
	}

	/**
	 * Whether a value may stand here; one of the values, for a list.
	 *
	 * @param mixed $value A JSON value.
	 */
	public function admits( $value ): bool {
		if ( 'enum' === $this->type ) {
			return in_array( $value, $this->choices, true );
		}
		if ( ! isset( self::schema()->{'$defs'}->{$this->type} ) ) {
			return 'number' === $this->type ? is_int( $value ) || is_float( $value ) : gettype( $value ) === $this->type;
		}
		if ( ! isset( self::$types[ $this->type ] ) ) {
			self::$types[ $this->type ] = Schema::from( (object) array( '$ref' => "#/\$defs/{$this->type}", '$defs' => self::schema()->{'$defs'} ) );
		}
		return ! self::$types[ $this->type ]->faults( $value );
	}

	/**
	 * The place in the schema that a pointer leads to.
	 *
	 * @param string $pointer A JSON Pointer.
	 */
	private static function node( string $pointer ): ?\stdClass {
		$node = self::schema();
		foreach ( array_slice( explode( '/', $pointer ), 1 ) as $part ) {
			$holder = self::resolved( $node )[0];
			$node   = ctype_digit( $part ) && isset( $holder->items ) ? $holder->items : ( $holder->properties->{$part} ?? null );
			if ( null === $node ) {
				return null;
			}
		}
		return $node;
	}

	/**
	 * What a reference leads to, and its name.
	 *
	 * @param \stdClass $node A place in the schema.
	 * @return array{0: \stdClass, 1: string}
	 */
	private static function resolved( \stdClass $node ): array {
		$name = '';
		while ( isset( $node->{'$ref'} ) ) {
			$name = substr( $node->{'$ref'}, strlen( '#/$defs/' ) );
			$node = self::schema()->{'$defs'}->{$name};
		}
		return array( $node, $name );
	}

	/**
	 * The schema of a posting.
	 */
	private static function schema(): \stdClass {
		return Schema::core( 'posting.schema.json' );
	}
}
