<?php
/**
 * The controlled vocabularies (spec section 13), read from the standard's JSON files and those of profiles.
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Which codes a member takes, and what they are called.
 */
final class Vocabularies {

	/** The vocabulary of the core for each member, as the table of section 13 has it. */
	const OF_MEMBER = array(
		'/activityType'                    => 'activity-type',
		'/howToApply/applicant'            => 'applicant',
		'/howToApply/method'               => 'apply-method',
		'/careerStage'                     => 'career-stage',
		'/compensation/payer'              => 'compensation-payer',
		'/compensation/status'             => 'compensation-status',
		'/status'                          => 'posting-status',
		'/eligibility/priorityPopulations' => 'priority-population',
		'/eligibility/restrictedTo'        => 'priority-population',
		'/provenance/*/method'             => 'provenance-method',
		'/schedule/window'                 => 'schedule-window',
		'/siteType'                        => 'site-type',
		'/stem/basis/*/scheme'             => 'stem-evidence-scheme',
		'/tombstones/*/reason'             => 'tombstone-reason',
		'/workMode'                        => 'work-mode',
	);

	/** Codes that section 13 fixes itself, without a file. */
	const FIXED = array(
		'/reflection/artifacts' => array( 'writing', 'portfolio', 'presentation', 'digital' ),
		'/provenance/*/rule'    => array( 'same-id', 'previous-id', 'same-as', 'requisition', 'apply-url', 'similar', 'decision' ),
	);

	/** Language tags of the labels for the WordPress locales that are written in another way. */
	const LOCALES = array(
		'hat'   => 'ht',
		'zh-cn' => 'zh-hans',
		'zh-sg' => 'zh-hans',
		'zh'    => 'zh-hans',
	);

	/**
	 * The terms of a member: those of the core, then those of the profiles, in the order of their files.
	 *
	 * @param string   $pointer  JSON Pointer of the member, with or without indexes.
	 * @param string[] $profiles Names of profiles.
	 * @return \stdClass[] Each with `code`, `label` by language, `definition` and more.
	 */
	public static function terms( string $pointer, array $profiles = array() ): array {
		return array_values( self::by_code( $pointer, $profiles ) );
	}

	/** The label of a code in the language of a locale (es_MX, pt-BR), else in English, else the code itself. */
	public static function label( string $pointer, string $code, string $locale, array $profiles = array() ): string {
		$term = self::by_code( $pointer, $profiles )[ $code ] ?? null;
		return $term ? self::in_language( $term->label, $locale ) : $code;
	}

	/**
	 * The code that a text names: the code itself, a label in any language or a synonym, where case, accents, spaces
	 * and hyphens do not count. null if it names none, or several.
	 */
	public static function find( string $pointer, string $text, array $profiles = array() ): ?string {
		static $words = array();
		$terms = self::by_code( $pointer, $profiles );
		if ( isset( $terms[ trim( $text ) ] ) ) {
			return trim( $text );
		}
		$key = $pointer . ' ' . implode( ' ', $profiles );
		if ( ! isset( $words[ $key ] ) ) {
			$words[ $key ] = array();
			foreach ( $terms as $code => $term ) {
				foreach ( array_merge( array( (string) $code ), array_values( (array) $term->label ), $term->synonyms ?? array() ) as $name ) {
					$words[ $key ][ Spelling::words( $name ) ][ $code ] = true;
				}
			}
		}
		$named = array_keys( $words[ $key ][ Spelling::words( $text ) ] ?? array() );
		return 1 === count( $named ) ? (string) $named[0] : null;
	}

	/**
	 * The terms of the core for a member, by code.
	 *
	 * @return array<string, \stdClass>
	 */
	public static function of_core( string $pointer ): array {
		static $terms = array();
		if ( ! isset( $terms[ $pointer ] ) ) {
			$member            = self::member( $pointer );
			$terms[ $pointer ] = array();
			foreach ( self::FIXED[ $member ] ?? array() as $code ) {
				$terms[ $pointer ][ $code ] = (object) array(
					'code'       => $code,
					'label'      => (object) array( 'en' => ucfirst( str_replace( '-', ' ', $code ) ) ),
					'definition' => '',
				);
			}
			if ( isset( self::OF_MEMBER[ $member ] ) ) {
				$file = \WBL_FEED_SPEC . 'vocabulary/' . self::OF_MEMBER[ $member ] . '.json';
				foreach ( Json::parse( (string) file_get_contents( $file ) )->terms as $term ) {
					$terms[ $pointer ][ $term->code ] = $term;
				}
			}
		}
		return $terms[ $pointer ];
	}

	/** The member that a pointer is about: `*` for each index, and none at the end. */
	public static function member( string $pointer ): string {
		return (string) preg_replace( array( '~/[0-9]+(?=/|$)~', '~/\*$~' ), array( '/*', '' ), $pointer );
	}

	/**
	 * The text for a reader of a language, by RFC 4647 section 3.4; English, where there is none.
	 *
	 * @param \stdClass $texts By language tag.
	 */
	public static function in_language( \stdClass $texts, string $locale ): string {
		$by_tag = array_change_key_case( (array) $texts );
		$tag    = strtolower( str_replace( '_', '-', $locale ) );
		while ( '' !== $tag ) {
			if ( isset( $by_tag[ $tag ] ) || isset( $by_tag[ self::LOCALES[ $tag ] ?? '' ] ) ) {
				return $by_tag[ $tag ] ?? $by_tag[ self::LOCALES[ $tag ] ];
			}
			$tag = implode( '-', array_slice( explode( '-', $tag ), 0, -1 ) );
			if ( 'zh' === $tag && preg_match( '/[-_](hant|tw|hk|mo)\b/i', $locale ) ) {
				break; // Traditional characters; the labels are in simplified ones.
			}
		}
		return $by_tag['en'] ?? (string) reset( $by_tag );
	}

	/**
	 * @return array<string, \stdClass>
	 */
	private static function by_code( string $pointer, array $profiles ): array {
		$terms = self::of_core( $pointer );
		foreach ( $profiles as $name ) {
			$profile = Profile::named( $name );
			$terms  += $profile ? $profile->terms( $pointer ) : array();
		}
		return $terms;
	}
}
