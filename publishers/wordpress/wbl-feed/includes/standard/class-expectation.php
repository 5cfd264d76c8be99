<?php
/**
 * What a schema asks of a value, in words for people who fill in a form.
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Makes the notices of faults that a schema finds.
 */
final class Expectation {

	/** What a scalar type of spec section 5.2 asks, by its name in the schema. */
	const FORMS = array(
		'iri'           => 'an IRI, such as "https://site.example/postings/4821"',
		'url'           => 'an http or https address, such as "https://site.example/apply"',
		'urlReference'  => 'an address without spaces',
		'code'          => 'a code in lower case, such as "job-shadow", or with a prefix, such as "us-ma:petm"',
		'email'         => 'an email address, such as "internships@site.example"',
		'languageTag'   => 'a language tag, such as "en-US"',
		'civilDate'     => 'a date that exists, such as "2027-03-01"',
		'instant'       => 'an instant with its offset, such as "2026-11-01T12:00:00Z"',
		'dateOrInstant' => 'a date or an instant, such as "2027-03-01"',
		'clockTime'     => 'a time of day, such as "15:30"',
		'duration'      => 'a length of time in ISO 8601, such as "P6W"',
		'currency'      => 'a currency code, such as "USD"',
		'mediaType'     => 'a media type, such as "application/pdf"',
		'digest'        => '"sha-256:" and 64 hexadecimal digits',
		'license'       => 'an SPDX identifier or a URL, such as "CC-BY-4.0"',
		'specVersion'   => 'a version such as "1.0"',
		'title'         => 'a text of 1 to 200 characters',
		'shortText'     => 'a text of 1 to 300 characters',
		'text'          => 'a text of at least one character',
		'age'           => 'an age in whole years, from 0 to 130',
		'grade'         => 'a school grade from 0 (kindergarten) to 16',
		'amount'        => 'a number of 0 or more',
		'count'         => 'a whole number of 0 or more',
		'positiveCount' => 'a whole number of at least 1',
	);

	/** What a required member is like, by its name. */
	const MEMBERS = array(
		'id'           => 'an IRI that never changes, such as "https://site.example/postings/4821"',
		'url'          => 'an http or https address, such as "https://site.example/postings/4821"',
		'title'        => 'a text of 1 to 200 characters, such as "Aquaculture internship"',
		'dateModified' => 'an instant with its offset, such as "2026-11-01T12:00:00Z"',
		'dateDeleted'  => 'an instant with its offset, such as "2026-11-01T12:00:00Z"',
		'activityType' => 'a code such as "internship", or "unspecified"',
		'license'      => 'an SPDX identifier or a URL, such as "CC-BY-4.0"',
		'timeZone'     => 'an IANA time zone, such as "America/New_York"',
		'completeness' => '"complete", "paged" or "delta"',
		'specVersion'  => 'a version such as "1.0"',
		'status'       => 'a code of its vocabulary, such as "open" for a posting, or "paid" for compensation',
		'method'       => 'a code such as "url" or "email"',
		'name'         => 'a text, such as "Bay Shellfish"',
		'currency'     => 'a currency code, such as "USD"',
		'publisher'    => 'an object, such as {"name": "Harbor STEM Network"}',
	);

	const TYPES = array(
		'string'  => 'a text',
		'object'  => 'an object in braces',
		'array'   => 'a list in square brackets',
		'boolean' => 'true or false, without quotation marks',
		'integer' => 'a whole number, without quotation marks',
		'number'  => 'a number, without quotation marks',
		'null'    => 'null',
	);

	public static function missing( string $pointer, string $name ): Notice {
		$like = isset( self::MEMBERS[ $name ] ) ? ': ' . self::MEMBERS[ $name ] : '';
		return Notice::error( 'missing_member', $pointer, "The member $pointer is missing.", "Add it$like." );
	}

	/**
	 * @param mixed    $value
	 * @param string[] $types
	 */
	public static function of_type( string $pointer, $value, array $types, string $form ): Notice {
		if ( null === $value ) {
			return Notice::error( 'null_member', $pointer, "$pointer is null.", 'Leave the member out; its absence says that it is not known.' );
		}
		$asked = self::FORMS[ $form ] ?? implode( ' or ', array_map( static function ( string $type ): string {
			return self::TYPES[ $type ];
		}, $types ) );
		return self::fault( 'wrong_type', $pointer, $value, $asked );
	}

	/**
	 * @param mixed $value
	 */
	public static function of_value( string $pointer, $value, \stdClass $schema, string $form ): Notice {
		if ( null === $value ) {
			return self::of_type( $pointer, $value, array(), $form );
		}
		return self::fault( 'invalid_value', $pointer, $value, self::words( $schema, $form ) );
	}

	/**
	 * A value that has none of several forms.
	 *
	 * @param mixed    $value
	 * @param Notice[] $wrong What is wrong by each form.
	 */
	public static function of_none( string $pointer, $value, array $wrong, string $form ): Notice {
		foreach ( $wrong as $notice ) {
			if ( $notice->pointer !== $pointer || 'wrong_type' !== $notice->code ) {
				return null === $value ? $notice : self::fault( 'invalid_value', $pointer, $value, self::FORMS[ $form ] ?? 'one of the forms that it may have' );
			}
		}
		return self::fault( 'wrong_type', $pointer, $value, self::FORMS[ $form ] ?? 'one of the forms that it may have' );
	}

	public static function of_count( string $pointer, int $number, \stdClass $schema ): Notice {
		$least = $schema->minItems ?? 0;
		$asked = $number < $least ? "a list of at least $least" : 'a list of at most ' . $schema->maxItems;
		return self::fault( 'invalid_value', $pointer, "a list of $number", $asked );
	}

	/**
	 * @param mixed $value
	 */
	public static function not_met( string $pointer, $value, string $asked ): Notice {
		return self::fault( 'invalid_value', $pointer, $value, $asked );
	}

	/**
	 * What a schema asks of a scalar, such as `"open" or "closed"`.
	 *
	 * @param \stdClass|bool $schema
	 */
	public static function words( $schema, string $form ): string {
		if ( isset( $schema->const ) ) {
			return (string) json_encode( $schema->const, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
		}
		if ( isset( $schema->enum ) ) {
			$values = array_map( static function ( $one ): string {
				return (string) json_encode( $one, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES );
			}, $schema->enum );
			$last   = array_pop( $values );
			return array() === $values ? $last : implode( ', ', $values ) . " or $last";
		}
		if ( isset( self::FORMS[ $form ] ) ) {
			return self::FORMS[ $form ];
		}
		if ( isset( $schema->minimum ) || isset( $schema->maximum ) ) {
			$bounds = array();
			if ( isset( $schema->minimum ) ) {
				$bounds[] = 'of at least ' . Notice::shown( $schema->minimum );
			}
			if ( isset( $schema->maximum ) ) {
				$bounds[] = 'of at most ' . Notice::shown( $schema->maximum );
			}
			return 'a number ' . implode( ' and ', $bounds );
		}
		return 'a value of another form';
	}

	/**
	 * @param mixed $value
	 */
	private static function fault( string $code, string $pointer, $value, string $asked ): Notice {
		$place = '' === $pointer ? '/' : $pointer;
		return Notice::error( $code, $pointer, $place . ' is “' . Notice::shown( $value ) . '”.', "It must be $asked." );
	}
}
