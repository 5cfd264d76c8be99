<?php
/**
 * Postings from a sheet.
 *
 * @package WblFeed
 */

namespace WblFeed\Cli;

use WblFeed\Feed\Publishing;
use WblFeed\Source\Ids;
use WblFeed\Source\Own_Postings;
use WblFeed\Source\Posting_Type;
use WblFeed\Source\Texts;
use WblFeed\Standard\Columns;
use WblFeed\Standard\Json;
use WblFeed\Standard\Notice;

defined( 'ABSPATH' ) || exit;

/**
 * Takes in the rows of a sheet (spec section 23.3) one by one. The same sheet a second time changes nothing.
 */
final class Import {

	/** @var bool */
	private $dry;

	/** @var string Of new posts. */
	private $status;

	/** @var string[] Sentences about columns that are none of the standard. */
	public $passed_over = array();

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
	public function sheet( string $file ): array {
		$stream = is_file( $file ) && is_readable( $file ) ? fopen( $file, 'rb' ) : false; // phpcs:ignore WordPress.WP.AlternativeFunctions -- a stream.
		if ( ! $stream ) {
			throw new \InvalidArgumentException( "There is no file $file that can be read." );
		}
		iterator_count( Columns::read( $stream ) );
		rewind( $stream );
		$lines = array();
		foreach ( Columns::read( $stream ) as $number => $row ) {
			$lines = array_merge( $lines, $this->row( $number, $row['posting'], $row['notices'] ) );
			if ( 0 === $number % 100 ) {
				wp_cache_supports( 'flush_runtime' ) && wp_cache_flush_runtime();
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
			$minted = '/dateModified' === $notice->pointer || ( '/url' === $notice->pointer && ! isset( $said->url ) );
			if ( 'unknown_column' === $notice->code ) {
				$this->passed_over[] = trim( $notice->message . ' ' . $notice->mend );
			} elseif ( ! $minted ) {
				$problems[] = Row::problem( $notice );
			}
		}
		$id = is_string( $said->id ?? null ) ? $said->id : '';
		if ( isset( $this->seen[ $id ] ) ) {
			$problems[] = array( 'Id', sprintf( 'Row %d has the same Id.', $this->seen[ $id ] ) );
		} elseif ( '' !== $id ) {
			$this->seen[ $id ] = $number;
		}
		$owner = Ids::owner( $id );
		$post  = $owner ? get_post( $owner ) : null;
		if ( $post && ( Posting_Type::NAME !== $post->post_type || 'trash' === $post->post_status ) ) {
			$problems[] = array( 'Id', sprintf( 'Post %d bears it, which is in the trash or of another type.', $post->ID ) );
		}
		if ( ! $problems ) {
			$before   = $post ? ( new Own_Postings() )->read( $post )->posting : new \stdClass();
			$after    = Row::onto( $before, $said, $post );
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
		return array_values( array_map( array( Row::class, 'problem' ), $faults ) );
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
