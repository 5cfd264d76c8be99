<?php
/**
 * The Atom form of a feed (spec section 14).
 *
 * @package WblFeed
 */

namespace WblFeed\Standard;

defined( 'ABSPATH' ) || exit;

/**
 * Writes the parts of an Atom document; head(), then entry() for each item, then foot() make one.
 *
 * Native elements are projections of the JSON beside them (14.2): readers that know only Atom show them.
 */
final class Atom {

	/** What XML 1.0 cannot hold or advises against (its section 2.2): controls, surrogates, U+FFFE and U+FFFF. */
	const NOT_XML = '/[^\t\n\r\x{20}-\x{7E}\x{A0}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]+/u';

	/** Members whose codes become categories: those in the vocabulary table of section 13 that 14.2 does not except. */
	const CATEGORIES = array(
		'/activityType',
		'/status',
		'/careerStage',
		'/workMode',
		'/siteType',
		'/schedule/window',
		'/compensation/status',
		'/compensation/payer',
		'/eligibility/priorityPopulations',
		'/howToApply/method',
		'/howToApply/applicant',
	);

	/** Where the IRIs of the core vocabularies begin. */
	const VOCABULARY = Schema::CORE . 'vocabulary/';

	/**
	 * Everything before the first entry.
	 *
	 * @param \stdClass $envelope All members of the feed but `items`.
	 * @param string    $self     Address of the Atom document.
	 */
	public static function head( \stdClass $envelope, string $self ): string {
		$home   = $envelope->homePageUrl ?? $envelope->publisher->url ?? '';
		$stones = '';
		foreach ( $envelope->tombstones ?? array() as $tombstone ) {
			$comment = isset( $tombstone->reason ) ? self::text( 'at:comment', $tombstone->reason ) : '';
			$stones .= '<at:deleted-entry' . self::attributes(
				array(
					'ref'  => $tombstone->id,
					'when' => $tombstone->dateDeleted,
				)
			) . ( '' === $comment ? '/>' : ">$comment</at:deleted-entry>" ) . "\n";
		}
		return '<?xml version="1.0" encoding="UTF-8"?>' . "\n"
			. '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:wbl="https://w3id.org/wbl-feed/v1/atom#"'
			. ' xmlns:at="http://purl.org/atompub/tombstones/1.0" xmlns:fh="http://purl.org/syndication/history/1.0"'
			. self::attributes( array( 'xml:lang' => $envelope->inLanguage ?? '' ) ) . ">\n"
			. self::text( 'id', $envelope->id )
			. self::text( 'title', self::words( $envelope->name, $envelope->id ) )
			. self::text( 'updated', $envelope->dateModified )
			. self::author( self::words( $envelope->publisher->name, $envelope->id ) )
			. self::link( 'self', $self )
			. self::link( 'alternate', $home )
			. self::link( 'license', Licenses::address( $envelope->license ) )
			. ( 'complete' === $envelope->completeness ? '<fh:complete/>' : '' ) . "\n"
			. '<wbl:feed>' . self::escaped( Json::write( $envelope ) ) . "</wbl:feed>\n"
			. $stones;
	}

	/**
	 * One entry.
	 *
	 * @param string    $item_json The item as Json::write() writes it.
	 * @param \stdClass $item      The same as a value.
	 */
	public static function entry( string $item_json, \stdClass $item, \stdClass $envelope ): string {
		$posted = $item->datePosted ?? '';
		$author = self::words( $item->hiringOrganization->name ?? '', self::words( $envelope->publisher->name, $envelope->id ) );
		$entry  = self::text( 'id', $item->id )
			. self::text( 'title', self::words( $item->title, $item->id ) )
			. self::text( 'updated', $item->dateModified )
			. ( '' === $posted || Time::is_date( $posted ) ? '' : self::text( 'published', $posted ) )
			. self::link( 'alternate', $item->url )
			. self::author( $author )
			. ( isset( $item->summary ) ? self::text( 'summary', $item->summary ) : '' );
		if ( isset( $item->descriptionHtml ) ) {
			$entry .= self::text( 'content', $item->descriptionHtml, array( 'type' => 'html' ) );
		} elseif ( isset( $item->description ) ) {
			$entry .= self::text( 'content', $item->description, array( 'type' => 'text' ) );
		}
		return "<entry>\n" . $entry . self::categories( $item )
			. ( isset( $item->license ) ? self::link( 'license', Licenses::address( $item->license ) ) : '' )
			. self::origin( $item->provenance ?? array() )
			. "\n<wbl:item>" . self::escaped( $item_json ) . "</wbl:item>\n</entry>\n";
	}

	/** Everything after the last entry. */
	public static function foot(): string {
		return "</feed>\n";
	}

	private static function categories( \stdClass $item ): string {
		$categories = '';
		foreach ( self::CATEGORIES as $member ) {
			foreach ( (array) Json::at( $item, $member, array() ) as $code ) {
				$categories .= '<category' . self::attributes(
					array(
						'term'   => $code,
						'scheme' => self::VOCABULARY . Vocabularies::OF_MEMBER[ $member ],
						'label'  => Vocabularies::label( $member, $code, 'en' ),
					)
				) . '/>';
			}
		}
		return $categories;
	}

	/**
	 * Where an item of an aggregate comes from.
	 *
	 * @param \stdClass[] $provenance
	 */
	private static function origin( array $provenance ): string {
		$links = '';
		foreach ( $provenance as $source ) {
			$links .= self::link( 'via', $source->url ?? '' );
		}
		if ( array() === $provenance ) {
			return '';
		}
		$first = $provenance[0];
		return $links . '<source>' . self::text( 'id', $first->feed ) . ( isset( $first->feedTitle ) ? self::text( 'title', self::words( $first->feedTitle, $first->feed ) ) : '' ) . '</source>';
	}

	private static function author( string $name ): string {
		return '<author>' . self::text( 'name', $name ) . '</author>';
	}

	private static function link( string $relation, string $address ): string {
		return '' === $address ? '' : '<link' . self::attributes(
			array(
				'rel'  => $relation,
				'href' => $address,
			)
		) . '/>';
	}

	/**
	 * @param array<string, string> $attributes
	 */
	private static function text( string $element, string $text, array $attributes = array() ): string {
		return "<$element" . self::attributes( $attributes ) . '>' . self::escaped( $text ) . "</$element>";
	}

	/**
	 * @param array<string, string> $attributes Those with an empty value are left out.
	 */
	private static function attributes( array $attributes ): string {
		$written = '';
		foreach ( array_filter( $attributes, 'strlen' ) as $name => $value ) {
			$written .= " $name=\"" . str_replace( '"', '&quot;', self::escaped( $value ) ) . '"';
		}
		return $written;
	}

	private static function escaped( string $text ): string {
		return str_replace( array( '&', '<', '>', "\r" ), array( '&amp;', '&lt;', '&gt;', '&#13;' ), self::held( $text ) );
	}

	/** The text without characters that XML cannot hold. */
	private static function held( string $text ): string {
		return (string) preg_replace( self::NOT_XML, '', $text );
	}

	/** A text that is not blank in XML, as Atom's titles and names are. */
	private static function words( string $text, string $otherwise ): string {
		$held = (string) preg_replace( '/^[\s\pZ]+|[\s\pZ]+$/u', '', self::held( $text ) );
		return '' === $held ? $otherwise : $held;
	}
}
