<?php
/**
 * The fields of the panel.
 *
 * @package WblFeed
 */

namespace WblFeed\Editor;

use WblFeed\Standard\Json;

defined( 'ABSPATH' ) || exit;

/**
 * The words of Groups, joined with what the schema of postings and the vocabularies say of each member.
 */
final class Fields {

	/**
	 * Members that are not asked for, and why. They are kept when the panel saves.
	 */
	const ELSEWHERE = array(
		'/id'                                 => 'minted by the plug-in',
		'/dateModified'                       => 'minted by the plug-in',
		'/title'                              => 'the title of the post',
		'/summary'                            => 'the excerpt of the post',
		'/description'                        => 'the content of the post',
		'/descriptionHtml'                    => 'the content of the post',
		'/previousIds'                        => 'written by programs that move postings',
		'/provenance'                         => 'written by aggregators',
		'/ext'                                => 'private terms of programs',
		'/hiringOrganization/id'              => 'an IRI, for programs that know a register of organizations',
		'/hiringOrganization/sameAs'          => 'IRIs, for programs that know a register of organizations',
		'/provider/id'                        => 'an IRI, for programs that know a register of organizations',
		'/provider/sameAs'                    => 'IRIs, for programs that know a register of organizations',
		'/applicantLocationRequirements/*/id' => 'an IRI, for programs that know a register of places',
		'/stem/assessedBy'                    => 'an IRI; its silence is the publisher',
	);

	/**
	 * Kinds by the definition of the schema that a member refers to. Other texts are of the kind `text`.
	 */
	const KINDS = array(
		'text'          => 'longtext',
		'url'           => 'url',
		'iri'           => 'url',
		'email'         => 'email',
		'civilDate'     => 'date',
		'dateOrInstant' => 'moment',
		'clockTime'     => 'time',
		'duration'      => 'duration',
	);

	/**
	 * Groups with their fields, once they are made.
	 *
	 * @var array|null
	 */
	private static $groups = null;

	/**
	 * All fields, once they are made.
	 *
	 * @var Field[]|null
	 */
	private static $all = null;

	/**
	 * The schema of postings, once it is read.
	 *
	 * @var \stdClass|null
	 */
	private static $schema = null;

	/**
	 * The groups in order: each an array of its title and its fields.
	 */
	public static function groups(): array {
		if ( null === self::$groups ) {
			self::$groups = array();
			foreach ( Groups::all() as list( $title, $words ) ) {
				self::$groups[] = array( $title, self::made( $words ) );
			}
		}
		return self::$groups;
	}

	/**
	 * All fields in order, by pointer, without those of rows.
	 *
	 * @return Field[]
	 */
	public static function all(): array {
		if ( null === self::$all ) {
			self::$all = array_merge( ...array_column( self::groups(), 1 ) );
		}
		return self::$all;
	}

	/**
	 * The field that asks for a member, those of rows included, or null.
	 *
	 * @param string $pointer Pointer of the member; within a list of objects with the number of a row.
	 */
	public static function at( string $pointer ): ?Field {
		$fields = self::all();
		if ( isset( $fields[ $pointer ] ) ) {
			return $fields[ $pointer ];
		}
		if ( ! preg_match( '#\A(.+?)/\d+(/.+)\z#s', $pointer, $parts ) ) {
			return null;
		}
		return isset( $fields[ $parts[1] ] ) ? $fields[ $parts[1] ]->fields[ "{$parts[1]}/*{$parts[2]}" ] ?? null : null;
	}

	/**
	 * Pointer of the first field that asks for a part of a member, or an empty text.
	 *
	 * @param string $pointer Pointer of the member; within a list of objects with the number of a row.
	 */
	public static function first_within( string $pointer ): string {
		foreach ( self::all() as $name => $field ) {
			if ( 0 === strpos( $name, "$pointer/" ) ) {
				return $name;
			}
			if ( $field->fields && preg_match( '#\A' . preg_quote( $name, '#' ) . '/(\d+)(?=/|\z)#', $pointer, $found ) ) {
				foreach ( array_keys( $field->fields ) as $within ) {
					$within = str_replace( '*', $found[1], $within );
					if ( 0 === strpos( $within, "$pointer/" ) ) {
						return $within;
					}
				}
			}
		}
		return '';
	}

	/**
	 * The fields of one group, those of rows within their list.
	 *
	 * @param array $words Labels, helps and examples by pointer; a list stands before the fields of its rows.
	 * @return Field[]
	 */
	private static function made( array $words ): array {
		$fields = array();
		foreach ( $words as $pointer => list( $label, $help, $example ) ) {
			$field        = self::from_schema( $pointer );
			$field->label = $label;
			$field->help  = $help;
			if ( 'rows' === $field->kind ) {
				$field->row = $example;
			} else {
				$field->example = $example;
			}
			$list = strstr( $pointer, '/*', true );
			if ( false === $list ) {
				$fields[ $pointer ] = $field;
			} else {
				$fields[ $list ]->fields[ $pointer ] = $field;
			}
		}
		return $fields;
	}

	/**
	 * A field as the schema and the vocabularies have it, without words.
	 *
	 * @param string $pointer Pointer of its member.
	 */
	private static function from_schema( string $pointer ): Field {
		list( $member, $definition, $required ) = self::member( $pointer );

		$field           = new Field();
		$field->pointer  = $pointer;
		// What an object requires is asked for once the object is begun; a row and the posting are. The plug-in gives the url.
		$field->required = $required && '/url' !== $pointer && ( '*' === basename( dirname( $pointer ) ) || '/' === dirname( $pointer ) );
		$many            = 'array' === ( $member->type ?? '' );
		if ( $many ) {
			list( $member, $definition ) = self::resolved( $member->items );
		}
		$field->whole   = 'grade' === $definition;
		$field->choices = self::choices( $pointer, $member, $definition );
		if ( $many && isset( $member->properties ) ) {
			$field->kind = 'rows';
		} elseif ( $many ) {
			$field->kind = $field->choices ? 'choices' : 'lines';
		} elseif ( 'boolean' === ( $member->type ?? '' ) ) {
			$field->kind = 'yesno';
		} elseif ( $field->choices ) {
			$field->kind = 'choice';
		} elseif ( in_array( $member->type ?? '', array( 'number', 'integer' ), true ) ) {
			$field->kind = 'number';
		} else {
			$field->kind = 'telephone' === basename( $pointer ) ? 'phone' : self::KINDS[ $definition ] ?? 'text';
		}
		return $field;
	}

	/**
	 * What there is to choose from.
	 *
	 * @param string    $pointer    Pointer of the member.
	 * @param \stdClass $member     Schema of its value, or of one of its values.
	 * @param string    $definition The definition that this is.
	 * @return Choice[]
	 */
	private static function choices( string $pointer, \stdClass $member, string $definition ): array {
		if ( 'boolean' === ( $member->type ?? '' ) ) {
			return Choice::from_codes( array( 'true', 'false' ) );
		}
		if ( 'grade' === $definition ) {
			return Choice::grades();
		}
		if ( '/reflection/artifacts' === $pointer ) {
			return Choice::from_codes( array( 'writing', 'portfolio', 'presentation', 'digital' ) ); // fixed in section 13
		}
		if ( 'code' !== $definition && ! isset( $member->enum ) ) {
			return array();
		}
		$choices = Choice::from_vocabularies( $pointer );
		return $choices ? $choices : Choice::from_codes( $member->enum ?? array() );
	}

	/**
	 * The schema of a member, the name of the definition it refers to, and whether it is required where it stands.
	 *
	 * @param string $pointer Pointer of the member; a `*` stands for any row.
	 */
	private static function member( string $pointer ): array {
		if ( null === self::$schema ) {
			self::$schema = Json::parse( (string) file_get_contents( \WBL_FEED_SPEC . 'posting.schema.json' ) );
		}
		$at = array( self::$schema, '', true );
		foreach ( explode( '/', substr( $pointer, 1 ) ) as $step ) {
			list( $schema ) = $at;
			if ( '*' === $step ) {
				$at = array_merge( self::resolved( $schema->items ), array( false ) );
			} else {
				$at = array_merge( self::resolved( $schema->properties->$step ), array( in_array( $step, $schema->required ?? array(), true ) ) );
			}
		}
		return $at;
	}

	/**
	 * A schema, or the one it refers to with its name.
	 *
	 * @param \stdClass $schema A part of the schema of postings.
	 */
	private static function resolved( \stdClass $schema ): array {
		if ( ! isset( $schema->{'$ref'} ) ) {
			return array( $schema, '' );
		}
		$name = basename( $schema->{'$ref'} );
		return array( self::$schema->{'$defs'}->$name, $name );
	}
}
