<?php
/**
 * What the setup screen asks, as it stands in the settings or as a person sent it.
 *
 * @package WblFeed
 */

namespace WblFeed\Admin;

defined( 'ABSPATH' ) || exit;

use WblFeed\Editor\Explanations;
use WblFeed\Feed\Clock;
use WblFeed\Feed\Settings;
use WblFeed\Source\Job_Manager;
use WblFeed\Standard\Check;
use WblFeed\Standard\Profile;
use WblFeed\Standard\Time;
use WblFeed\Standard\Vocabularies;

/**
 * Values of the form, and what is wrong with them.
 *
 * A value that is wrong is kept as it was typed, so that nobody types it twice.
 */
final class Setup_Form {

	/** The licences that are explained; any other is an address that a person gives. */
	const LICENSES = array( 'CC0-1.0', 'CC-BY-4.0', 'CC-BY-SA-4.0' );

	/** The member of the feed that each field ends up in, as a JSON Pointer. */
	const MEMBERS = array(
		'name'        => '/publisher/name',
		'url'         => '/publisher/url',
		'email'       => '/publisher/email',
		'attribution' => '/attributionText',
		'license'     => '/license',
		'regions'     => '/regions',
		'time_zone'   => '/timeZone',
	);

	/**
	 * Value by field; texts, booleans and, for `regions`, a list of codes.
	 *
	 * @var array<string, mixed>
	 */
	public $values;

	/**
	 * What is wrong, by field.
	 *
	 * @var array<string, string>
	 */
	public $errors = array();

	/**
	 * A form with these values.
	 *
	 * @param array<string, mixed> $values By field.
	 */
	private function __construct( array $values ) {
		$this->values = $values;
	}

	/**
	 * The form as the settings have it; before the first run, with what the blog knows of itself.
	 */
	public static function stored(): self {
		$settings  = Settings::get();
		$publisher = $settings['publisher'] + array_fill_keys( array( 'name', 'url', 'email' ), '' );
		$first     = '' === $publisher['name'];
		$listed    = in_array( $settings['license'], self::LICENSES, true );
		return new self(
			array(
				'name'           => $first ? wp_specialchars_decode( get_bloginfo( 'name' ), ENT_QUOTES ) : $publisher['name'],
				'url'            => $first ? home_url( '/' ) : $publisher['url'],
				'email'          => $publisher['email'],
				'profile'        => $settings['profile'],
				'regions'        => $settings['regions'],
				'license'        => $listed || '' === $settings['license'] ? $settings['license'] : 'other',
				'license_other'  => $listed ? '' : $settings['license'],
				'attribution'    => $settings['attribution'],
				'own'            => $first || $settings['own'],
				'job_manager'    => isset( $settings['mappings']['job_listing'] ),
				'time_zone'      => $settings['time_zone'],
				'reminder_email' => $settings['reminder']['email'],
				'reminder_days'  => (string) $settings['reminder']['days'],
				'contacts'       => $settings['contacts'],
				'hub'            => $settings['hub'],
				'delete_data'    => $settings['delete_data'],
			)
		);
	}

	/**
	 * The form as it was sent.
	 *
	 * @param array $sent Fields of the request, without WordPress's slashes.
	 */
	public static function sent( array $sent ): self {
		$values = array();
		foreach ( self::stored()->values as $field => $value ) {
			$given = $sent[ $field ] ?? null;
			if ( is_bool( $value ) ) {
				$values[ $field ] = '1' === $given;
			} elseif ( 'regions' === $field ) {
				$values[ $field ] = array_values( array_filter( is_array( $given ) ? $given : array(), 'is_string' ) );
			} else {
				$values[ $field ] = is_string( $given ) ? sanitize_text_field( $given ) : '';
			}
		}
		$form = new self( $values );
		$form->examine();
		return $form;
	}

	/**
	 * Whether the profile is one of those that the plug-in brings.
	 *
	 * @return string[] Its name, or nothing.
	 */
	private function profiles(): array {
		return array_values( array_intersect( array( $this->values['profile'] ), Profile::names() ) );
	}

	/**
	 * The licence that was chosen: an SPDX identifier or an address.
	 */
	private function license(): string {
		return 'other' === $this->values['license'] ? $this->values['license_other'] : $this->values['license'];
	}

	/**
	 * The time zone that holds with what was chosen.
	 */
	private function time_zone(): string {
		return '' === $this->values['time_zone'] ? self::site_time_zone() : $this->values['time_zone'];
	}

	/**
	 * The name of the time zone that WordPress has, empty where it has a mere offset: an offset does not say when clocks
	 * change, and a deadline is a civil date (spec 4.1, rule 2).
	 */
	public static function site_time_zone(): string {
		$name = (string) get_option( 'timezone_string' );
		return in_array( $name, timezone_identifiers_list( \DateTimeZone::ALL_WITH_BC ), true ) ? $name : '';
	}

	/**
	 * The regions of the chosen profile that were ticked, once each and in the order of the vocabulary.
	 *
	 * @return string[]
	 */
	private function regions(): array {
		$codes = array();
		foreach ( $this->profiles() ? Vocabularies::terms( '/regions', $this->profiles() ) : array() as $term ) {
			$codes[] = $term->code;
		}
		return array_values( array_intersect( $codes, $this->values['regions'] ) );
	}

	/**
	 * Finds what is wrong: first what only this form can know, then what the standard says of a feed with these values.
	 */
	private function examine(): void {
		$values = $this->values;
		if ( '' === $values['name'] ) {
			$this->errors['name'] = __( 'Enter the name under which people know you.', 'wbl-feed' );
		}
		if ( '' !== $values['url'] && ! self::is_address( $values['url'] ) ) {
			$this->errors['url'] = __( 'Enter a full address that begins with https:// or http://.', 'wbl-feed' );
		}
		foreach ( array( 'email', 'reminder_email' ) as $field ) {
			if ( '' !== $values[ $field ] && ! is_email( $values[ $field ] ) ) {
				$this->errors[ $field ] = __( 'Enter an email address such as internships@example.org, or leave this empty.', 'wbl-feed' );
			}
		}
		if ( '' !== $values['profile'] && ! $this->profiles() ) {
			$this->errors['profile'] = __( 'Choose a state from the list.', 'wbl-feed' );
		}
		if ( '' === $values['license'] ) {
			$this->errors['license'] = __( 'Choose a license. There is none by default: it is your decision.', 'wbl-feed' );
		} elseif ( ! in_array( $values['license'], array_merge( self::LICENSES, array( 'other' ) ), true ) ) {
			$this->errors['license'] = __( 'Choose one of the licenses.', 'wbl-feed' );
		} elseif ( 'other' === $values['license'] && ! self::is_license( $values['license_other'] ) ) {
			$this->errors['license'] = __( 'Enter the address of the page with your terms; it begins with https:// or http://.', 'wbl-feed' );
		}
		if ( ! $values['own'] && ! $values['job_manager'] && ! $this->other_mappings() ) {
			$this->errors['sources'] = __( 'Choose at least one kind of posting to publish.', 'wbl-feed' );
		}
		if ( '' === $this->time_zone() ) {
			$this->errors['time_zone'] = __( 'Choose a time zone, such as America/New_York: deadlines end at midnight there.', 'wbl-feed' );
		}
		if ( ! preg_match( '/^[0-9]{1,3}$/D', $values['reminder_days'] ) || (int) $values['reminder_days'] < 1 ) {
			$this->errors['reminder_days'] = __( 'Enter a number of days from 1 to 999.', 'wbl-feed' );
		}
		if ( '' !== $values['hub'] && ! self::is_address( $values['hub'] ) ) {
			$this->errors['hub'] = __( 'Enter a full address that begins with https:// or http://, or leave this empty.', 'wbl-feed' );
		}
		$this->ask_the_standard();
	}

	/**
	 * Adds what the standard and the profile find in the envelope of a feed with these values.
	 */
	private function ask_the_standard(): void {
		$found = Check::envelope( $this->envelope(), $this->profiles(), Clock::now() );
		foreach ( $found as $notice ) {
			$field = array_search( $notice->pointer, self::MEMBERS, true );
			if ( $notice->stops() && $field && ! isset( $this->errors[ $field ] ) ) {
				$explained              = Explanations::of( $notice->code );
				$this->errors[ $field ] = '' === $explained ? str_replace( $notice->pointer, 'This', trim( "$notice->message $notice->mend" ) ) : $explained;
			}
		}
		if ( isset( $this->errors['time_zone'] ) && '' !== $this->time_zone() && $this->profiles() ) {
			$this->errors['time_zone'] = sprintf(
				/* translators: 1: name of a state, 2: name of a time zone. */
				__( 'A feed that follows the rules of %1$s must be in that state’s time zone; %2$s is not. Choose another one.', 'wbl-feed' ),
				Profile::named( $this->values['profile'] )->title,
				$this->time_zone()
			);
		}
	}

	/**
	 * The envelope of an empty feed with these values.
	 */
	private function envelope(): \stdClass {
		$now     = Time::instant( Clock::now() );
		$members = array(
			'type'            => 'DataFeed',
			'specVersion'     => '1.0',
			'id'              => Settings::get()['feed_id'],
			'name'            => $this->values['name'],
			'publisher'       => (object) array_filter(
				array(
					'name'  => $this->values['name'],
					'url'   => $this->values['url'],
					'email' => $this->values['email'],
				)
			),
			'license'         => $this->license(),
			'attributionText' => $this->values['attribution'],
			'timeZone'        => $this->time_zone(),
			'regions'         => $this->regions(),
			'dateModified'    => $now,
			'completeness'    => 'complete',
		);
		$feed    = (object) array_filter( $members );
		$feed->items = array();
		return $feed;
	}

	/**
	 * Whether a text is an absolute http or https address.
	 *
	 * @param string $text Any text.
	 */
	private static function is_address( string $text ): bool {
		return preg_match( '#^https?://[^\s/?\#]+#iD', $text ) && esc_url_raw( $text, array( 'http', 'https' ) ) === $text;
	}

	/**
	 * Whether a text is the address of a licence, or looks like an SPDX identifier with a version, such as `ODbL-1.0`.
	 *
	 * @param string $text Any text.
	 */
	private static function is_license( string $text ): bool {
		return self::is_address( $text ) || preg_match( '/^[A-Za-z][A-Za-z0-9.-]*-[0-9.]+$/D', $text );
	}

	/**
	 * The mappings of settings that this form does not ask about.
	 *
	 * @return array
	 */
	private function other_mappings(): array {
		return array_diff_key( Settings::get()['mappings'], array( 'job_listing' => 1 ) );
	}

	/**
	 * The changes of settings that the form stands for.
	 *
	 * @return array
	 */
	public function settings(): array {
		$values   = $this->values;
		$mappings = $this->other_mappings();
		if ( $values['job_manager'] ) {
			$mappings['job_listing'] = Settings::get()['mappings']['job_listing'] ?? Job_Manager::mapping();
		}
		return array(
			'name'        => $values['name'],
			'publisher'   => array(
				'name'  => $values['name'],
				'url'   => $values['url'],
				'email' => $values['email'],
			),
			'license'     => $this->license(),
			'attribution' => $values['attribution'],
			'profile'     => $values['profile'],
			'regions'     => $this->regions(),
			'own'         => $values['own'],
			'mappings'    => $mappings,
			'time_zone'   => $values['time_zone'],
			'reminder'    => array(
				'email' => $values['reminder_email'],
				'days'  => (int) $values['reminder_days'],
			),
			'contacts'    => $values['contacts'],
			'hub'         => $values['hub'],
			'delete_data' => $values['delete_data'],
		);
	}
}
