<?php
/**
 * One look at a posting or envelope: what stands in it, by the schema.
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Texts, addresses and codes of an object that satisfies its schema, found in a single walk that all rules share.
 */
final class Look {

	/** The posting or envelope. @var \stdClass */
	public \stdClass $value;

	/** As of when it is looked at, in Unix time. @var int */
	public int $now;

	/** Zone in which its civil dates are read. @var string */
	public string $time_zone;

	/** Profiles that it follows. @var Profile[] */
	public array $profiles;

	/** Free texts by pointer. @var array<string, string> */
	public array $texts = array();

	/** Addresses by pointer. @var array<string, string> */
	public array $urls = array();

	/** Codes by pointer, each with its member: code, member. @var array<string, array{0: string, 1: string}> */
	public array $codes = array();

	/** Members that the schema does not know, by pointer: the names that it knows there. @var array<string, string[]> */
	public array $unknown = array();

	/** Pointers of lists without elements. @var string[] */
	public array $empty = array();

	/** Deprecated members by pointer: what to use instead, as a sentence. @var array<string, string> */
	public array $deprecated = array();

	/**
	 * @param string   $schema   `posting` or `feed`.
	 * @param string[] $profiles Names of profiles.
	 */
	public function __construct( string $schema, \stdClass $value, array $profiles, int $now, string $time_zone ) {
		$this->value     = $value;
		$this->now       = $now;
		$this->time_zone = $time_zone;
		$this->profiles  = array_values( array_filter( array_map( array( Profile::class, 'named' ), $profiles ) ) );
		$this->walk( $value, self::members( $schema ), '' );
	}

	/**
	 * @param array<string, array> $members What the schema says of each.
	 */
	private function walk( \stdClass $value, array $members, string $pointer ): void {
		foreach ( get_object_vars( $value ) as $name => $member ) {
			if ( ! isset( $members[ $name ] ) ) {
				$this->unknown[ $pointer . Json::pointer( (string) $name ) ] = array_keys( $members );
				continue;
			}
			$known = $members[ $name ];
			$place = "$pointer/$name";
			if ( '' !== $known['instead'] ) {
				$this->deprecated[ $place ] = $known['instead'];
			}
			if ( $known['many'] && array() === $member ) {
				$this->empty[] = $place;
			}
			foreach ( $known['many'] ? $member : array( $member ) as $number => $one ) {
				$this->leaf( $one, $known, $known['many'] ? "$place/$number" : $place );
			}
		}
	}

	/**
	 * @param mixed $value
	 */
	private function leaf( $value, array $known, string $place ): void {
		if ( array() !== $known['members'] ) {
			$this->walk( $value, $known['members'], $place );
		} elseif ( 'text' === $known['kind'] ) {
			$this->texts[ $place ] = $value;
		} elseif ( 'url' === $known['kind'] ) {
			$this->urls[ $place ] = $value;
		} elseif ( 'code' === $known['kind'] ) {
			$this->codes[ $place ] = array( $value, $known['member'] );
		}
	}

	/**
	 * What a schema of the core says of the members of its objects, read once.
	 *
	 * @return array<string, array>
	 */
	private static function members( string $schema ): array {
		static $read = array();
		if ( ! isset( $read[ $schema ] ) ) {
			$document        = Schema::core( "$schema.schema.json" );
			$read[ $schema ] = self::of_object( $document, $document, '' );
		}
		return $read[ $schema ];
	}

	/**
	 * @return array<string, array>
	 */
	private static function of_object( \stdClass $object, \stdClass $document, string $path ): array {
		$members = array();
		foreach ( get_object_vars( $object->properties ) as $name => $schema ) {
			$many = 'array' === ( $schema->type ?? '' );
			$here = "$path/$name";

			list( $type, $definition, $home ) = self::resolved( $many ? $schema->items : $schema, $document );
			$is_text                          = in_array( $type, array( 'text', 'shortText' ), true )
				|| in_array( $here, array( '/title', '/translations/*/title' ), true );

			$members[ $name ] = array(
				'kind'    => $is_text ? 'text' : $type,
				'many'    => $many,
				'member'  => $here,
				'members' => isset( $definition->properties ) && '/items' !== $here ? self::of_object( $definition, $home, $many ? "$here/*" : $here ) : array(),
				'instead' => empty( $schema->deprecated ) ? '' : ( isset( $schema->useInstead ) ? "Use {$schema->useInstead} instead." : 'Leave it out.' ),
			);
		}
		return $members;
	}

	/**
	 * The name of a definition, the definition, and the schema that holds it.
	 *
	 * @return array{0: string, 1: \stdClass, 2: \stdClass}
	 */
	private static function resolved( \stdClass $schema, \stdClass $document ): array {
		list( $file, $fragment ) = explode( '#', $schema->{'$ref'} ?? '', 2 ) + array( '', '' );
		$home                    = '' === $file ? $document : Schema::core( $file );
		if ( '' === $fragment ) {
			return array( '', '' === $file ? $schema : $home, $home );
		}
		return array( basename( $fragment ), Json::at( $home, $fragment ), $home );
	}
}
