<?php
/**
 * A first mapping.
 *
 * @package WblFeed
 */

namespace WblFeed\Source;

use WblFeed\Cells\Cell;
use WblFeed\Cells\Member;
use WblFeed\Cells\Silence;
use WblFeed\Cells\Text;
use WblFeed\Feed\Settings;
use WblFeed\Standard\Vocabularies;

defined( 'ABSPATH' ) || exit;

/**
 * Guesses what the fields of a post type are, by their names in English and Spanish and by what stands in them.
 */
final class Guess {

	/**
	 * Names of fields by member, as regular expressions for folded words; the better ones first.
	 */
	const NAMES = array(
		'/activityType'             => array( '(?:activity|opportunity|position|program|posting|listing|experience|internship|job|event) (?:type|kind)s?', 'type of (?:activity|opportunity|experience)', 'tipo(?: de (?:actividad|oportunidad|experiencia|puesto))?', 'types?|kind' ),
		'/status'                   => array( '(?:application |posting |listing |job |position )?status', 'filled', 'estado', 'cubierta' ),
		'/applicationDeadline'      => array( '(?:application )?(?:deadline|due date|closing date|close date|closes|apply by|last date)', 'deadline .*|.* deadline', 'fecha (?:limite|de cierre|tope)', 'cierre|plazo' ),
		'/applicationStartDate'     => array( 'applications? (?:open|start|opens)(?: date)?', 'apertura' ),
		'/hiringOrganization/name'  => array( '(?:company|employer|organi[sz]ation|host|business|org|agency)(?: name)?', '(?:nombre de (?:la )?)?(?:empresa|organizacion|empleador)' ),
		'/hiringOrganization/url'   => array( '(?:company|employer|organi[sz]ation|host|business|org) (?:website|url|site|web|link)', 'sitio web|pagina web', 'website' ),
		'/jobLocation/0'            => array( '(?:job |work |event )?(?:location|place|venue)(?: name)?', '(?:location|work) address|address|direccion', 'lugar|ubicacion|localidad', 'city|town|ciudad' ),
		'/workMode'                 => array( 'work mode|(?:work |job )?modality|remote(?: position| work)?|on ?site(?: or remote)?|work (?:setting|arrangement)', 'modalidad|remoto' ),
		'/schedule/startDate'       => array( '(?:job |program |event |internship )?(?:start|starts|begin|begins|first)(?: date| day)?', 'fecha de (?:inicio|comienzo)|inicio' ),
		'/schedule/endDate'         => array( '(?:job |program |event |internship )?(?:end|ends|finish|last day)(?: date| day)?', 'fecha (?:de fin|final|de termino)|fin' ),
		'/hoursPerWeek'             => array( '(?:weekly )?hours?(?: (?:per|a|each) week)?|hrs(?: per week)?', 'horas(?: (?:por semana|semanales))?' ),
		'/duration'                 => array( 'duration|length', 'duracion' ),
		'/compensation'             => array( '(?:pay|wage|salary|compensation|stipend)(?: rate| range| amount)?|hourly (?:rate|pay|wage)|paid(?: or unpaid)?', 'salario|sueldo|pago|remuneracion' ),
		'/eligibility/gradeLevels'  => array( '(?:eligible |student )?grades?(?: levels?)?', 'grados?(?: escolares)?' ),
		'/eligibility/minimumAge'   => array( '(?:minimum |min |student |eligible )?ages?(?: requirement| range| minimum)?', 'edad(?: minima)?' ),
		'/eligibility/prerequisites' => array( 'prerequisites?|requirements?|qualifications?', 'requisitos' ),
		'/skills'                   => array( 'skills?', 'habilidades|destrezas' ),
		'/howToApply'               => array( '(?:how to )?apply(?: url| link| here| online| at| email)?|application(?: url| link| email| form| page)?', '(?:enlace|correo) (?:de|para) (?:la )?solicitud|solicitud|postulacion|aplicar' ),
		'/applicationContact/name'  => array( 'contact(?: name| person)?', 'contacto|nombre de contacto' ),
		'/applicationContact/email' => array( '(?:contact )?e ?mail(?: address)?', 'correo(?: electronico)?(?: de contacto)?' ),
		'/totalOpenings'            => array( '(?:number of )?(?:openings|positions|vacancies|spots|slots|places)|num openings', 'vacantes|plazas|cupos' ),
		'/regions'                  => array( 'regions?|networks?', 'region(?:es)?' ),
	);

	/**
	 * A mapping for a post type; the ready one where there is one.
	 *
	 * @param string $post_type The post type.
	 */
	public static function mapping( string $post_type ): Mapping {
		if ( Job_Manager::POST_TYPE === $post_type ) {
			return Mapping::from( Job_Manager::mapping() );
		}
		$fields  = array(
			'/title'       => array( 'from' => 'post', 'name' => 'title' ),
			'/description' => array( 'from' => 'post', 'name' => 'content' ),
		);
		$sources = self::sources( $post_type );
		foreach ( self::NAMES as $pointer => $names ) {
			$source = self::source_of( Member::at( $pointer ), $names, $sources );
			if ( $source ) {
				$fields[ $pointer ] = $source;
			}
		}
		return Mapping::from( array( 'fields' => $fields ) );
	}

	/**
	 * What a post type has: custom fields, then taxonomies.
	 *
	 * @param string $post_type The post type.
	 * @return array[] Each with from, name, the name's folded words and texts that stand there.
	 */
	private static function sources( string $post_type ): array {
		$sources = array();
		foreach ( Inventory::meta( $post_type ) as $key => $samples ) {
			$sources[] = array( 'meta', (string) $key, self::words( (string) $key ), $samples );
		}
		foreach ( Inventory::taxonomies( $post_type ) as $taxonomy ) {
			$rule      = Rule::of( '/title', array( 'from' => 'taxonomy', 'name' => $taxonomy->name ) );
			$words     = Inventory::words( $post_type, $rule );
			$sources[] = array( 'taxonomy', $taxonomy->name, self::words( $taxonomy->name ), $words );
			$sources[] = array( 'taxonomy', $taxonomy->name, self::words( $taxonomy->labels->singular_name ), $words );
		}
		return $sources;
	}

	/**
	 * The source that is named like a member and says what can be read as one.
	 *
	 * @param Member   $member  The member.
	 * @param string[] $names   Patterns, the better ones first.
	 * @param array[]  $sources What the post type has.
	 */
	private static function source_of( Member $member, array $names, array $sources ): array {
		foreach ( $names as $pattern ) {
			foreach ( $sources as list( $from, $name, $words, $texts ) ) {
				if ( Text::whole( $pattern, $words ) && self::suits( $member, $texts ) ) {
					return compact( 'from', 'name' );
				}
			}
		}
		return array();
	}

	/**
	 * Whether one at least of the texts that say something can be read as the member.
	 *
	 * @param Member   $member The member.
	 * @param string[] $texts  What stands in a field.
	 */
	private static function suits( Member $member, array $texts ): bool {
		$profiles = Settings::profiles();
		foreach ( $texts as $text ) {
			$read = 'code' === $member->type ? Vocabularies::find( $member->pointer, $text, $profiles ) : Cell::read( $text, $member, $profiles );
			if ( null !== $read && ! Silence::of( $text, $member ) ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A key as words: `_jobLocation`, `job-location` and `Job location` are alike.
	 *
	 * @param string $key Meta key or taxonomy.
	 */
	private static function words( string $key ): string {
		$words = preg_replace( '/(?<=[a-z])(?=[A-Z])/', ' ', Text::tidy( $key ) );
		return trim( preg_replace( '/[^\p{L}\p{N}]+/u', ' ', Text::folded( $words ) ) );
	}
}
