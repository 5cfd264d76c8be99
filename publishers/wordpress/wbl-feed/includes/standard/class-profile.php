<?php
/**
 * A profile: what one state or network adds to the standard (spec section 22). It is data.
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * One of the profiles that come with the plug-in, as its folder describes it.
 */
final class Profile {

	/** Name, such as `us-ma`. @var string */
	public string $name;

	/** IRI by which feeds name it. @var string */
	public string $id;

	/** Name for people. @var string */
	public string $title;

	/** Path of the folder, with a slash at its end. @var string */
	private string $folder;

	/** profile.json. @var \stdClass */
	private \stdClass $document;

	/** Terms by member and code. @var array<string, array<string, \stdClass>>|null */
	private ?array $terms = null;

	/** Narrowed schemas by file name. @var array<string, Schema> */
	private array $schemas = array();

	/** The rules, each as \stdClass with its two schemas. @var array<int, array>|null */
	private ?array $compiled = null;

	private function __construct( string $folder ) {
		$this->folder   = $folder;
		$this->document = Json::parse( (string) file_get_contents( $folder . 'profile.json' ) );
		$this->name     = $this->document->name;
		$this->id       = $this->document->id;
		$this->title    = $this->document->title;
	}

	/**
	 * The names of the bundled profiles.
	 *
	 * @return string[]
	 */
	public static function names(): array {
		static $names = null;
		if ( null === $names ) {
			$names = array_map( static function ( string $file ): string {
				return basename( dirname( $file ) );
			}, glob( \WBL_FEED_SPEC . 'profiles/*/profile.json' ) );
		}
		return $names;
	}

	/** The bundled profile of that name, read once. */
	public static function named( string $name ): ?self {
		static $read = array();
		if ( ! isset( $read[ $name ] ) ) {
			if ( ! in_array( $name, self::names(), true ) ) {
				return null;
			}
			$read[ $name ] = new self( \WBL_FEED_SPEC . "profiles/$name/" );
		}
		return $read[ $name ];
	}

	/** The bundled profile with that IRI. */
	public static function by_iri( string $iri ): ?self {
		return self::first( static function ( self $profile ) use ( $iri ): bool {
			return $iri === $profile->id;
		} );
	}

	/** The bundled profile that has the prefix of a code, such as `us-ma-stem`. */
	public static function by_prefix( string $prefix ): ?self {
		return self::first( static function ( self $profile ) use ( $prefix ): bool {
			return in_array( $prefix, $profile->document->prefixes, true );
		} );
	}

	/**
	 * Its vocabularies as their files have them, each with `members`: the JSON Pointers of the members that take its codes.
	 *
	 * @return \stdClass[]
	 */
	public function vocabularies(): array {
		return array_map( function ( \stdClass $listed ): \stdClass {
			$vocabulary          = Json::parse( (string) file_get_contents( $this->folder . $listed->file ) );
			$vocabulary->members = array_merge( array( $vocabulary->field ), $listed->alsoIn ?? array() );
			return $vocabulary;
		}, $this->document->vocabularies );
	}

	/**
	 * Its terms for a member, by code.
	 *
	 * @return array<string, \stdClass>
	 */
	public function terms( string $pointer ): array {
		if ( null === $this->terms ) {
			$this->terms = array();
			foreach ( $this->vocabularies() as $vocabulary ) {
				foreach ( $vocabulary->members as $member ) {
					$codes                                       = array_column( $vocabulary->terms, 'code' );
					$this->terms[ Vocabularies::member( $member ) ] = array_combine( $codes, $vocabulary->terms ) + ( $this->terms[ Vocabularies::member( $member ) ] ?? array() );
				}
			}
		}
		return $this->terms[ Vocabularies::member( $pointer ) ] ?? array();
	}

	/**
	 * Its rules (22.4) as profile.json has them.
	 *
	 * @return \stdClass[]
	 */
	public function rules(): array {
		return $this->document->rules ?? array();
	}

	/** Its limits (22.5): `minimumWage` and `minors`, where they are known. */
	public function limits(): \stdClass {
		return $this->document->limits ?? new \stdClass();
	}

	/** The one currency that it takes for pay and costs; empty where it takes any. */
	public function currency(): string {
		return (string) Json::at( $this->patched( 'posting.schema.json' ), '/$defs/monetaryAmount/properties/currency/const', '' );
	}

	/** The posting schema as the profile narrows it. */
	public function posting_schema(): Schema {
		return $this->narrowed( 'posting.schema.json' );
	}

	/** The feed schema as the profile narrows it; its items are those of posting_schema(). */
	public function feed_schema(): Schema {
		return $this->narrowed( 'feed.schema.json' );
	}

	/**
	 * What a posting breaks that satisfies the schema of the core: of the narrowed schema, and of the rules.
	 *
	 * @param int $now Unix time.
	 * @return Notice[]
	 */
	public function check( \stdClass $posting, int $now ): array {
		$notices = $this->constraints( $this->posting_schema()->faults( $posting ) );
		foreach ( $this->compiled() as list( $rule, $when, $then ) ) {
			if ( $when->accepts( $posting ) && ( ! $then->accepts( $posting ) || self::is_old( $rule, $posting, $now ) ) ) {
				$notices[] = self::broken( $rule, $posting );
			}
		}
		return $notices;
	}

	/**
	 * What an envelope breaks, besides what it breaks of the core.
	 *
	 * @return Notice[]
	 */
	public function check_envelope( \stdClass $envelope ): array {
		$whole = clone $envelope;
		$whole->items = array();
		$core         = array_column( array_map( 'get_object_vars', Schema::of( 'feed' )->faults( $whole ) ), 'pointer' );
		return $this->constraints( array_filter( $this->feed_schema()->faults( $whole ), static function ( Notice $fault ) use ( $core ): bool {
			return ! in_array( $fault->pointer, $core, true );
		} ) );
	}

	/**
	 * JSON Merge Patch (RFC 7396 section 2) without null, which no profile has (22.3): neither value is touched.
	 *
	 * @param mixed $target
	 * @param mixed $patch
	 * @return mixed
	 */
	private static function merged( $target, $patch ) {
		if ( ! $patch instanceof \stdClass ) {
			return $patch;
		}
		$merged = $target instanceof \stdClass ? clone $target : new \stdClass();
		foreach ( get_object_vars( $patch ) as $name => $value ) {
			$merged->$name = self::merged( $merged->$name ?? null, $value );
		}
		return $merged;
	}

	private static function first( callable $is_it ): ?self {
		foreach ( self::names() as $name ) {
			$profile = self::named( $name );
			if ( $is_it( $profile ) ) {
				return $profile;
			}
		}
		return null;
	}

	private function narrowed( string $file ): Schema {
		if ( ! isset( $this->schemas[ $file ] ) ) {
			$beside = array( 'posting.schema.json' => $this->patched( 'posting.schema.json' ) );

			$this->schemas[ $file ] = Schema::from( $beside[ $file ] ?? $this->patched( $file ), $beside );
		}
		return $this->schemas[ $file ];
	}

	private function patched( string $file ): \stdClass {
		$patch = $this->folder . str_replace( '.json', '.patch.json', $file );
		$core  = Schema::core( $file );
		return is_file( $patch ) ? self::merged( $core, Json::parse( (string) file_get_contents( $patch ) ) ) : $core;
	}

	/**
	 * @return array<int, array{0: \stdClass, 1: Schema, 2: Schema}> Each rule, with its `when` and `then`.
	 */
	private function compiled(): array {
		if ( null === $this->compiled ) {
			$this->compiled = array_map( static function ( \stdClass $rule ): array {
				$of = static function ( $schema ): Schema { // A schema may be true or false, too.
					return Schema::from( $schema instanceof \stdClass ? $schema : (object) array( 'allOf' => array( $schema ) ) );
				};
				return array( $rule, $of( $rule->when ), $of( $rule->then ?? true ) );
			}, $this->rules() );
		}
		return $this->compiled;
	}

	/**
	 * @param Notice[] $faults
	 * @return Notice[]
	 */
	private function constraints( array $faults ): array {
		return array_map( function ( Notice $fault ): Notice {
			$place = '' === $fault->pointer ? '/' : $fault->pointer;
			return Notice::error( 'profile_constraint', $fault->pointer, "$place is not as the profile {$this->title} has it.", $fault->mend );
		}, array_values( $faults ) );
	}

	/** Whether the date of `within` is older than the rule allows (22.4, rule 2). */
	private static function is_old( \stdClass $rule, \stdClass $posting, int $now ): bool {
		$day = isset( $rule->within ) ? Json::at( $posting, $rule->within->pointer ) : null;
		return is_string( $day ) && Time::begins_at( substr( $day, 0, 10 ), 'UTC' ) + $rule->within->days * Time::DAY < Time::begins_at( gmdate( 'Y-m-d', $now ), 'UTC' );
	}

	private static function broken( \stdClass $rule, \stdClass $posting ): Notice {
		$replacement = $rule->replacement ?? '';
		$filled_in   = array(
			'{found}'    => Notice::shown( Json::at( $posting, $rule->pointer ) ),
			'{expected}' => is_string( $replacement ) ? $replacement : Notice::shown( $replacement ),
			'{pointer}'  => $rule->pointer,
		);
		return new Notice( $rule->code, $rule->severity, $rule->category, $rule->pointer, strtr( $rule->says, $filled_in ), strtr( $rule->mend, $filled_in ) );
	}
}
