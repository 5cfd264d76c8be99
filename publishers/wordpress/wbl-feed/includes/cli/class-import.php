<?php
/**
 * Postings from a sheet.
 *
 * @package WblFeed
 */

namespace WblFeed\Cli;

use WblFeed\Feed\Discovery;
use WblFeed\Feed\Publishing;
use WblFeed\Source\Ids;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;
use WblFeed\Source\Texts;
use WblFeed\Standard\Columns;
use WblFeed\Standard\Json;
use WblFeed\Standard\Notice;
use WblFeed\Standard\Schema;

defined( 'ABSPATH' ) || exit;

/**
 * Takes in the rows of a sheet (spec section 23.3) one by one. The same sheet a second time changes nothing.
 *
 * phpcs:disable WordPress.NamingConventions.ValidVariableName.UsedPropertyNotSnakeCase -- members of the standard are in camel case.
 */
final class Import {

	/** Members that the plug-in gives a posting where the sheet does not. */
	const MINTED = array( '/url', '/dateModified' );

	/** @var bool */
	private $dry;

	/** @var string Of new posts. */
	private $status;

	/** @var int[] Row by Id. */
	private $seen = array();

	/**
	 * @param bool   $dry    Whether nothing is written.
	 * @param string $status Status of new posts: draft or publish.
	 */
	public function __construct( bool $dry, string $status ) {
		$this->dry    = $dry;
		$this->status = $status;
	}

	/**
	 * Takes in a sheet. It is read twice, so that nothing is written of one that cannot be read to its end.
	 *
	 * @throws \InvalidArgumentException With a sentence for people, for what is no such sheet.
	 * @return array[] A line for each row, or for each of its problems: 'row', 'outcome', 'post', 'title', 'column', 'problem'.
	 */
	public static function sheet( string $file, self $import ): array {
		$stream = is_file( $file ) && is_readable( $file ) ? fopen( $file, 'rb' ) : false; // phpcs:ignore WordPress.WP.AlternativeFunctions -- a stream.
		if ( ! $stream ) {
			throw new \InvalidArgumentException( "There is no file $file that can be read." );
		}
		iterator_count( Columns::read( $stream ) );
		rewind( $stream );
		$lines = array();
		foreach ( Columns::read( $stream ) as $number => $row ) {
			$lines = array_merge( $lines, $import->row( $number, $row['posting'], $row['notices'] ) );
			if ( 0 === $number % 100 ) {
				wp_cache_flush_runtime();
			}
		}
		fclose( $stream ); // phpcs:ignore WordPress.WP.AlternativeFunctions
		return $lines;
	}

	/**
	 * Takes in a row.
	 *
	 * @param Notice[] $notices Of reading the row.
	 * @return array[]
	 */
	private function row( int $number, \stdClass $said, array $notices ): array {
		$line     = array(
			'row'     => $number,
			'outcome' => '',
			'post'    => '',
			'title'   => Notice::shown( $said->title ?? '' ),
			'column'  => '',
			'problem' => '',
		);
		$problems = array();
		foreach ( $notices as $notice ) {
			$minted = in_array( $notice->pointer, self::MINTED, true ) && null === Json::at( $said, $notice->pointer );
			if ( 'info' !== $notice->severity && ! $minted && '/dateModified' !== $notice->pointer ) {
				$problems[] = self::problem( $notice );
			}
		}
		$id = is_string( $said->id ?? null ) ? $said->id : '';
		if ( isset( $this->seen[ $id ] ) ) {
			$problems[] = array( 'Id', sprintf( 'Row %d has the same Id.', $this->seen[ $id ] ) );
		} elseif ( '' !== $id ) {
			$this->seen[ $id ] = $number;
		}
		$post = '' === $id ? null : get_post( Ids::owner( $id ) ?: -1 );
		if ( $post && ( Posting_Type::NAME !== $post->post_type || 'trash' === $post->post_status ) ) {
			$problems[] = array( 'Id', sprintf( 'Post %d bears it, which is in the trash or of another type.', $post->ID ) );
		}
		if ( ! $problems ) {
			$before   = $post ? ( new Own_Postings() )->read( $post )->posting : new \stdClass();
			$after    = self::merged( $before, $said, $post );
			$problems = self::faults( $after, $id, $post ? $post->ID : 0 );
		}
		if ( ! $problems && ! $post ) {
			$line['outcome'] = 'created';
			$line['post']    = $this->dry ? '' : $this->create( $after, $id );
			if ( is_wp_error( $line['post'] ) ) {
				$problems = array( array( '', $line['post']->get_error_message() ) );
			}
		} elseif ( ! $problems ) {
			$line['outcome'] = Json::write( $before ) === Json::write( $after ) ? 'unchanged' : 'updated';
			$line['post']    = $post->ID;
			if ( 'updated' === $line['outcome'] && ! $this->dry ) {
				Own_Postings::store( $post->ID, $after, true );
			}
		}
		return $problems ? self::refused( $line, $problems ) : array( $line );
	}

	/**
	 * A line for each problem of a row.
	 *
	 * @param array   $line     Of the row.
	 * @param array[] $problems Each a column and a sentence.
	 * @return array[]
	 */
	private static function refused( array $line, array $problems ): array {
		$line['outcome'] = 'refused';
		$line['post']    = '';
		return array_map(
			static function ( array $problem ) use ( $line ): array {
				list( $line['column'], $line['problem'] ) = $problem;
				return $line;
			},
			$problems
		);
	}

	/**
	 * A posting as a row changes it: what the row does not say stays (spec section 23.3, rule 2), and so does what a cell
	 * cannot hold. What the plug-in mints for a post is no change.
	 *
	 * @param ?\WP_Post $post The post, if there is one.
	 */
	private static function merged( \stdClass $posting, \stdClass $said, ?\WP_Post $post ): \stdClass {
		unset( $said->id, $said->dateModified );
		if ( $post && ! isset( $posting->url ) && Discovery::at_home( (string) get_permalink( $post ) ) === ( $said->url ?? '' ) ) {
			unset( $said->url );
		}
		if ( $post && ! isset( $posting->datePosted ) && substr( $post->post_date, 0, 10 ) === ( $said->datePosted ?? '' ) ) {
			unset( $said->datePosted );
		}
		foreach ( Schema::core( 'columns.json' )->columns as $column ) {
			$value = Json::at( $said, $column->pointer );
			if ( null === $value || self::cell( $value ) === self::cell( Json::at( $posting, $column->pointer ) ) ) {
				continue;
			}
			$posting = Json::with( $posting, $column->pointer, $value );
			if ( '/description' === $column->pointer ) {
				$posting = Json::with( $posting, '/descriptionHtml', null ); // It says what the description said before.
			}
		}
		return $posting;
	}

	/**
	 * A value as far as a cell tells it from another: of terms it holds the names alone.
	 *
	 * @param mixed $value
	 */
	private static function cell( $value ): string {
		return Json::write(
			is_array( $value ) ? array_map(
				static function ( $one ) {
					return $one->name ?? $one;
				},
				$value
			) : $value
		);
	}

	/**
	 * Why a posting cannot be in the feed.
	 *
	 * @return array[]
	 */
	private static function faults( \stdClass $posting, string $id, int $post_id ): array {
		$whole     = clone $posting;
		$whole->id = $id;
		$faults    = array_filter(
			Publishing::notices( $whole, $post_id ),
			static function ( Notice $notice ): bool {
				return $notice->stops();
			}
		);
		return array_values( array_map( array( self::class, 'problem' ), $faults ) );
	}

	/**
	 * A notice as the heading of the column that it is about, and a sentence.
	 *
	 * @return string[]
	 */
	private static function problem( Notice $notice ): array {
		$heading = '';
		foreach ( Schema::core( 'columns.json' )->columns as $column ) {
			$within = 0 === strpos( $column->pointer . '/', $notice->pointer . '/' ) || 0 === strpos( $notice->pointer . '/', $column->pointer . '/' );
			if ( $within && '' === $heading ) {
				$heading = $column->heading;
			}
		}
		return array( $heading, trim( $notice->message . ' ' . $notice->mend ) );
	}

	/**
	 * Writes a new post. It bears the Id from the beginning, since one that is published is given an id at once.
	 *
	 * @return int|\WP_Error Its number.
	 */
	private function create( \stdClass $posting, string $id ) {
		$post = wp_insert_post(
			array(
				'post_type'   => Posting_Type::NAME,
				'post_status' => $this->status,
				'meta_input'  => array( Ids::META => wp_slash( $id ) ),
			) + Texts::fields( $posting ),
			true
		);
		if ( ! is_wp_error( $post ) ) {
			Own_Postings::store( $post, $posting, true );
		}
		return $post;
	}
}
