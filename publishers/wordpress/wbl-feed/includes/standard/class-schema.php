<?php
/**
 * JSON Schema, draft 2020-12, as far as the schemas of the standard and of profiles use it.
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * A schema, and what in a value breaks it.
 */
final class Schema {

	/** Where the names of the core schemas begin (spec section 21, rule 8). */
	const CORE = 'https://w3id.org/wbl-feed/v1/';

	/** Faults that are told; more help nobody. */
	const MOST_FAULTS = 100;

	/** @var \stdClass */
	private \stdClass $schema;

	/** Schemas that stand beside this one, by file name. @var array<string, \stdClass> */
	private array $beside;

	/** What a `$ref` leads to, by document and reference. @var array<string, array> */
	private array $led = array();

	/** How many faults are looked for. @var int */
	private int $most = self::MOST_FAULTS;

	/**
	 * @param array<string, \stdClass> $beside
	 */
	private function __construct( \stdClass $schema, array $beside ) {
		$this->schema = $schema;
		$this->beside = $beside;
	}

	/** The schema of the core of that name: `posting`, `feed` or `catalog`. Compiled once. */
	public static function of( string $name ): self {
		static $made = array();
		if ( ! isset( $made[ $name ] ) ) {
			$made[ $name ] = new self( self::core( "$name.schema.json" ), array() );
		}
		return $made[ $name ];
	}

	/**
	 * Any schema; a relative `$ref` of it leads to the schemas beside it, and any other to those of the core.
	 *
	 * @param array<string, \stdClass> $beside By file name, such as `posting.schema.json`.
	 */
	public static function from( \stdClass $schema, array $beside = array() ): self {
		return new self( $schema, $beside );
	}

	/** A schema of the core as it is in its file. */
	public static function core( string $file ): \stdClass {
		static $read = array();
		if ( ! isset( $read[ $file ] ) ) {
			$read[ $file ] = Json::parse( (string) file_get_contents( \WBL_FEED_SPEC . basename( $file ) ) );
		}
		return $read[ $file ];
	}

	/**
	 * A notice for each fault of the value, at most 100; none if it satisfies the schema.
	 *
	 * @param mixed $value
	 * @return Notice[]
	 */
	public function faults( $value ): array {
		$faults = array();
		$this->check( $this->schema, $this->schema, $value, '', '', $faults );
		return array_slice( $faults, 0, self::MOST_FAULTS );
	}

	/**
	 * Whether a value satisfies the schema; quicker than faults(), since the first fault is enough.
	 *
	 * @param mixed $value
	 */
	public function accepts( $value ): bool {
		return $this->satisfies( $this->schema, $this->schema, $value );
	}

	/**
	 * @param \stdClass|bool $schema
	 * @param \stdClass      $document The schema file in which $schema stands.
	 * @param mixed          $value
	 * @param string         $form     Name of the scalar type that the value is to have, where it is known.
	 * @param Notice[]       $faults
	 */
	private function check( $schema, \stdClass $document, $value, string $pointer, string $form, array &$faults ): void {
		if ( is_bool( $schema ) || count( $faults ) >= $this->most ) {
			if ( false === $schema && count( $faults ) < $this->most ) {
				$faults[] = Expectation::not_met( $pointer, $value, 'left out, since nothing may stand here' );
			}
			return;
		}
		$before = count( $faults );
		if ( isset( $schema->{'$ref'} ) ) {
			list( $target, $home, $name ) = $this->led_to( $schema->{'$ref'}, $document );
			$this->check( $target, $home, $value, $pointer, $name, $faults );
		}
		if ( isset( $schema->type ) && ! $this->has_type( (array) $schema->type, $value ) ) {
			$faults[] = Expectation::of_type( $pointer, $value, (array) $schema->type, $form );
			return;
		}
		if ( count( $faults ) > $before || $before >= $this->most ) {
			return; // One fault of a value is enough: a type that is wrong breaks all else, too.
		}
		if ( ! $this->keeps_scalar( $schema, $value ) ) {
			$faults[] = Expectation::of_value( $pointer, $value, $schema, $form );
		}
		if ( $value instanceof \stdClass ) {
			$this->check_object( $schema, $document, $value, $pointer, $faults );
		} elseif ( is_array( $value ) ) {
			$this->check_list( $schema, $document, $value, $pointer, $faults );
		}
		$this->check_combined( $schema, $document, $value, $pointer, $form, $faults );
	}

	/**
	 * Whether the value keeps the keywords that look at it alone.
	 *
	 * @param mixed $value
	 */
	private function keeps_scalar( \stdClass $schema, $value ): bool {
		if ( property_exists( $schema, 'const' ) && ! self::same( $schema->const, $value ) ) {
			return false;
		}
		if ( isset( $schema->enum ) && array() === array_filter( $schema->enum, static function ( $one ) use ( $value ) {
			return self::same( $one, $value );
		} ) ) {
			return false;
		}
		if ( is_string( $value ) ) {
			return self::keeps_text( $schema, $value );
		}
		if ( is_int( $value ) || is_float( $value ) ) {
			return ! ( ( isset( $schema->minimum ) && $value < $schema->minimum )
				|| ( isset( $schema->maximum ) && $value > $schema->maximum )
				|| ( isset( $schema->exclusiveMinimum ) && $value <= $schema->exclusiveMinimum )
				|| ( isset( $schema->exclusiveMaximum ) && $value >= $schema->exclusiveMaximum )
				|| ( isset( $schema->multipleOf ) && fmod( (float) $value, (float) $schema->multipleOf ) !== 0.0 ) );
		}
		return true;
	}

	private static function keeps_text( \stdClass $schema, string $value ): bool {
		$bytes = strlen( $value );
		if ( isset( $schema->minLength ) && ( $bytes < $schema->minLength || self::length( $value ) < $schema->minLength ) ) {
			return false;
		}
		if ( isset( $schema->maxLength ) && $bytes > $schema->maxLength && self::length( $value ) > $schema->maxLength ) {
			return false;
		}
		// Only 1 is a match: a text that the regular expressions cannot cope with is never taken as sound.
		return ! isset( $schema->pattern ) || 1 === preg_match( self::expression( $schema->pattern ), $value );
	}

	/**
	 * @param Notice[] $faults
	 */
	private function check_object( \stdClass $schema, \stdClass $document, \stdClass $value, string $pointer, array &$faults ): void {
		foreach ( $schema->required ?? array() as $name ) {
			if ( ! property_exists( $value, $name ) ) {
				$faults[] = Expectation::missing( $pointer . Json::pointer( $name ), $name );
			}
		}
		$properties = $schema->properties ?? null;
		$patterns   = $schema->patternProperties ?? null;
		foreach ( get_object_vars( $value ) as $name => $member ) {
			$name  = (string) $name;
			$place = $pointer . '/' . ( false === strpbrk( $name, '~/' ) ? $name : substr( Json::pointer( $name ), 1 ) );
			$known = false;
			if ( isset( $schema->propertyNames ) ) {
				$this->check( $schema->propertyNames, $document, $name, $place, '', $faults );
			}
			if ( null !== $properties && isset( $properties->$name ) ) {
				$known = true;
				$this->check( $properties->$name, $document, $member, $place, '', $faults );
			}
			foreach ( null === $patterns ? array() : get_object_vars( $patterns ) as $pattern => $inner ) {
				if ( 1 === preg_match( self::expression( (string) $pattern ), $name ) ) {
					$known = true;
					$this->check( $inner, $document, $member, $place, '', $faults );
				}
			}
			if ( ! $known && isset( $schema->additionalProperties ) ) {
				$this->check( $schema->additionalProperties, $document, $member, $place, '', $faults );
			}
		}
		$number = count( get_object_vars( $value ) );
		if ( $number < ( $schema->minProperties ?? 0 ) || $number > ( $schema->maxProperties ?? INF ) ) {
			$faults[] = Expectation::not_met( $pointer, $value, 'an object with another number of members' );
		}
	}

	/**
	 * @param array    $value
	 * @param Notice[] $faults
	 */
	private function check_list( \stdClass $schema, \stdClass $document, array $value, string $pointer, array &$faults ): void {
		if ( isset( $schema->items ) ) {
			foreach ( $value as $number => $element ) {
				$this->check( $schema->items, $document, $element, "$pointer/$number", '', $faults );
			}
		}
		$number = count( $value );
		if ( $number < ( $schema->minItems ?? 0 ) || $number > ( $schema->maxItems ?? INF ) ) {
			$faults[] = Expectation::of_count( $pointer, $number, $schema );
		}
		if ( isset( $schema->contains ) ) {
			foreach ( $value as $element ) {
				if ( $this->satisfies( $schema->contains, $document, $element ) ) {
					return;
				}
			}
			$faults[] = Expectation::not_met( $pointer, $value, 'a list with ' . Expectation::words( $schema->contains, '' ) . ' in it' );
		}
		if ( ! empty( $schema->uniqueItems ) && count( array_unique( array_map( array( Json::class, 'write' ), $value ) ) ) !== $number ) {
			$faults[] = Expectation::not_met( $pointer, $value, 'a list in which nothing stands twice' );
		}
	}

	/**
	 * @param mixed    $value
	 * @param Notice[] $faults
	 */
	private function check_combined( \stdClass $schema, \stdClass $document, $value, string $pointer, string $form, array &$faults ): void {
		foreach ( $schema->allOf ?? array() as $one ) {
			$this->check( $one, $document, $value, $pointer, $form, $faults );
		}
		if ( isset( $schema->anyOf ) ) {
			$wrong = array();
			foreach ( $schema->anyOf as $one ) {
				$tried = array();
				$this->check( $one, $document, $value, $pointer, $form, $tried );
				if ( array() === $tried ) {
					$wrong = array();
					break;
				}
				$wrong[] = $tried[0];
			}
			if ( array() !== $wrong ) {
				$faults[] = Expectation::of_none( $pointer, $value, $wrong, $form );
			}
		}
		if ( isset( $schema->oneOf ) ) {
			$kept = array_filter( $schema->oneOf, function ( $one ) use ( $document, $value ) {
				return $this->satisfies( $one, $document, $value );
			} );
			if ( 1 !== count( $kept ) ) {
				$faults[] = Expectation::not_met( $pointer, $value, 'exactly one of the forms that it may have' );
			}
		}
		if ( isset( $schema->not ) && $this->satisfies( $schema->not, $document, $value ) ) {
			$faults[] = Expectation::not_met( $pointer, $value, 'something else than ' . Expectation::words( $schema->not, '' ) );
		}
		if ( isset( $schema->if ) ) {
			$branch = $this->satisfies( $schema->if, $document, $value ) ? 'then' : 'else';
			$this->check( $schema->$branch ?? true, $document, $value, $pointer, $form, $faults );
		}
	}

	/**
	 * @param \stdClass|bool $schema
	 * @param mixed          $value
	 */
	private function satisfies( $schema, \stdClass $document, $value ): bool {
		$most       = $this->most;
		$this->most = 1;
		$faults     = array();
		$this->check( $schema, $document, $value, '', '', $faults );
		$this->most = $most;
		return array() === $faults;
	}

	/**
	 * What a `$ref` leads to: the schema, the document it stands in, and its name there.
	 *
	 * @return array{0: \stdClass|bool, 1: \stdClass, 2: string}
	 */
	private function led_to( string $reference, \stdClass $document ): array {
		$key = spl_object_id( $document ) . ' ' . $reference;
		if ( ! isset( $this->led[ $key ] ) ) {
			list( $file, $fragment ) = explode( '#', $reference, 2 ) + array( '', '' );
			if ( '' !== $file ) {
				$document = $this->beside[ $file ] ?? self::core( $file );
			}
			$tokens              = Json::tokens( $fragment );
			$this->led[ $key ] = array( Json::at( $document, $fragment, false ), $document, (string) end( $tokens ) );
		}
		return $this->led[ $key ];
	}

	/**
	 * @param string[] $types
	 * @param mixed    $value
	 */
	private function has_type( array $types, $value ): bool {
		foreach ( $types as $type ) {
			if ( ( 'string' === $type && is_string( $value ) )
				|| ( 'object' === $type && $value instanceof \stdClass )
				|| ( 'array' === $type && is_array( $value ) )
				|| ( 'boolean' === $type && is_bool( $value ) )
				|| ( 'null' === $type && null === $value )
				|| ( ( 'number' === $type || 'integer' === $type ) && is_int( $value ) )
				|| ( 'number' === $type && is_float( $value ) )
				|| ( 'integer' === $type && is_float( $value ) && floor( $value ) === $value && is_finite( $value ) )
			) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Whether two JSON values are equal: 1 and 1.0 are.
	 *
	 * @param mixed $one
	 * @param mixed $other
	 */
	private static function same( $one, $other ): bool {
		if ( is_scalar( $one ) || is_scalar( $other ) || null === $one || null === $other ) {
			$numbers = ( is_int( $one ) || is_float( $one ) ) && ( is_int( $other ) || is_float( $other ) );
			return $numbers ? (float) $one === (float) $other : $one === $other;
		}
		return Json::write( $one ) === Json::write( $other );
	}

	/** Number of Unicode code points. */
	private static function length( string $text ): int {
		return strlen( (string) preg_replace( '/[\x80-\xBF]+/', '', $text ) );
	}

	/** A regular expression of ECMAScript, as the schemas have them, as one of PCRE. */
	private static function expression( string $pattern ): string {
		static $made = array();
		if ( ! isset( $made[ $pattern ] ) ) {
			$translated       = preg_replace( '/\\\\u([0-9a-fA-F]{4})/', '\\x{$1}', $pattern );
			$made[ $pattern ] = "\x01" . $translated . "\x01uD";
		}
		return $made[ $pattern ];
	}
}
