<?php
/**
 * A cell: the text that a source has for one member.
 *
 * @package wbl-feed
 */

namespace WblFeed\Cells;

defined( 'ABSPATH' ) || exit;

/**
 * Reads the text of a cell as the value of a member; what is not sure is refused, never guessed.
 *
 * The language-neutral table `cleaning_cases.json` of the project says for some 800 cells what comes of them.
 */
final class Cell {
	/** What reads one value, by the type of the member. */
	const BY_TYPE = array(
		'civilDate'     => array( Dates::class, 'day' ),
		'dateOrInstant' => array( Dates::class, 'day_or_instant' ),
		'clockTime'     => array( Clock::class, 'read' ),
		'boolean'       => array( Flags::class, 'read' ),
		'duration'      => array( Lengths::class, 'read' ),
		'number'        => array( Numbers::class, 'read' ),
		'amount'        => array( Numbers::class, 'read' ),
		'positiveCount' => array( Numbers::class, 'openings' ),
		'grade'         => array( Grades::class, 'one' ),
		'compensation'  => array( Pay::class, 'read' ),
		'place'         => array( Places::class, 'read' ),
		'url'           => array( Addresses::class, 'url' ),
		'email'         => array( Addresses::class, 'email' ),
		'definedTerm'   => array( self::class, 'named' ),
		'area'          => array( self::class, 'named' ),
		'organization'  => array( self::class, 'named' ),
		'mediaObject'   => array( self::class, 'file' ),
		'howToApply'    => array( self::class, 'way_to_apply' ),
	);
	/** What reads one value, by the name of the member, before its type is asked. */
	const BY_NAME = array(
		'hoursPerWeek'    => array( Quantities::class, 'hours_per_week' ),
		'totalHours'      => array( Quantities::class, 'total_hours' ),
		'minimumAge'      => array( self::class, 'minimum_age' ),
		'maximumAge'      => array( self::class, 'maximum_age' ),
		'minimumGpa'      => array( Quantities::class, 'grade_point_average' ),
		'addressLocality' => array( Places::class, 'town' ),
	);
	/** Types of which a cell may be long; the standard says how long. */
	const AT_LENGTH  = array( 'text', 'shortText', 'title', 'iri', 'url', 'code', 'email' );
	const MOST_PARTS = 500;

	/**
	 * The parts of a cell that holds several values, at semicolons, bars and line breaks.
	 *
	 * @param string $text A text.
	 * @return string[]
	 */
	public static function split( string $text ): array {
		return array_values( array_filter( array_map( 'trim', preg_split( '/[;|\n]/', $text ) ), 'strlen' ) );
	}

	/**
	 * The value of a cell for a member: a list of values for a list. Null if it cannot be read.
	 *
	 * What is read is valid for the member, with one exception: a word that its vocabulary does not know is given back as it is.
	 *
	 * @param string   $text     The cell.
	 * @param Member   $member   The member.
	 * @param string[] $profiles Names of profiles whose codes may be meant.
	 * @return mixed
	 */
	public static function read( string $text, Member $member, array $profiles = array() ) {
		$text = Text::tidy( $text );
		if ( ! $member->many ) {
			return self::sound( self::one( $text, $member, $profiles ), $member );
		}
		$parts  = 'grade' === $member->type ? array( $text ) : self::split( $text );
		$values = array();
		foreach ( count( $parts ) > self::MOST_PARTS ? array( '' ) : $parts as $part ) {
			foreach ( self::several( $part, $member, $profiles ) ?? array( null ) as $value ) {
				if ( null === self::sound( $value, $member ) ) {
					return null;
				}
				$values[] = $value;
			}
		}
		return $values;
	}

	/**
	 * Whether a cell's text can say the member; other objects are mapped part by part.
	 *
	 * @param Member $member The member.
	 */
	public static function reads( Member $member ): bool {
		$scalars = array_merge( self::AT_LENGTH, array( 'enum', 'age', 'currency', 'languageTag', 'license', 'mediaType', 'count' ) );
		return isset( self::BY_TYPE[ $member->type ] ) || isset( self::BY_NAME[ $member->name() ] ) || in_array( $member->type, $scalars, true );
	}

	/**
	 * The one value of a cell.
	 *
	 * @param string   $text     A tidy text.
	 * @param Member   $member   The member.
	 * @param string[] $profiles Names of profiles.
	 * @return mixed
	 */
	private static function one( string $text, Member $member, array $profiles ) {
		if ( ! self::is_readable( $text, $member ) ) {
			return null;
		}
		if ( 'enum' === $member->type ) {
			return Choices::one( $text, $member );
		}
		if ( 'code' === $member->type ) {
			return Choices::code( $text, $member, $profiles );
		}
		$reader = self::BY_NAME[ $member->name() ] ?? self::BY_TYPE[ $member->type ] ?? null;
		return $reader ? call_user_func( $reader, $text ) : $text;
	}

	/**
	 * The values of one part of a list.
	 *
	 * @param string   $text     A tidy text.
	 * @param Member   $member   The member.
	 * @param string[] $profiles Names of profiles.
	 */
	private static function several( string $text, Member $member, array $profiles ): ?array {
		if ( ! self::is_readable( $text, $member ) ) {
			return null;
		}
		switch ( $member->type ) {
			case 'enum':
				return Choices::several( $text, $member );
			case 'code':
				return Choices::codes( $text, $member, $profiles );
			case 'grade':
				return Grades::read( $text );
		}
		return array( self::one( $text, $member, $profiles ) );
	}

	/**
	 * Whether a text is short enough for what it should be, and something.
	 *
	 * @param string $text   A tidy text.
	 * @param Member $member The member.
	 */
	private static function is_readable( string $text, Member $member ): bool {
		$short = in_array( $member->type, self::AT_LENGTH, true ) || Text::length( $text ) <= Text::LONGEST;
		return $short && ! Text::is_error( $text );
	}

	/**
	 * The value if it may stand there, else null.
	 *
	 * @param mixed  $value  What was read.
	 * @param Member $member The member.
	 * @return mixed
	 */
	private static function sound( $value, Member $member ) {
		$unknown = 'code' === $member->type && is_string( $value ) && false === strpos( $value, ':' ) && $member->has_vocabulary();
		return null === $value || $unknown || $member->admits( $value ) ? $value : null;
	}

	/**
	 * A term, an area or an organization of which only the name is known.
	 *
	 * @param string $text A tidy text.
	 */
	private static function named( string $text ): \stdClass {
		return (object) array( 'name' => $text );
	}

	/**
	 * A picture or a file, by its address.
	 *
	 * @param string $text A tidy text.
	 */
	private static function file( string $text ): ?\stdClass {
		$url = Addresses::url( $text );
		return null === $url ? null : (object) array( 'url' => $url );
	}

	/**
	 * How to apply, where a cell has the address of a page or a mailbox.
	 *
	 * @param string $text A tidy text.
	 */
	private static function way_to_apply( string $text ): ?\stdClass {
		foreach ( array( 'url', 'email' ) as $method ) {
			$address = call_user_func( array( Addresses::class, $method ), $text );
			if ( null !== $address && Member::at( "/howToApply/$method" )->admits( $address ) ) {
				return (object) array( 'method' => $method, $method => $address );
			}
		}
		return null;
	}

	/**
	 * The least of the ages that a text states.
	 *
	 * @param string $text A tidy text.
	 */
	private static function minimum_age( string $text ): ?int {
		$ages = Quantities::ages( $text );
		return $ages ? $ages->least : null;
	}

	/**
	 * The greatest of the ages that a text states.
	 *
	 * @param string $text A tidy text.
	 */
	private static function maximum_age( string $text ): ?int {
		$ages = Quantities::ages( $text );
		return $ages ? $ages->most : null;
	}
}
