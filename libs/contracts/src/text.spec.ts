import { faultOfLine, plainLine } from './text';

const marks = (count: number, mark = '\u0301') => `a${mark.repeat(count)}`;

describe('a line of people’s own words', () => {
  it.each([
    ...[
      'X',
      'Sukarno',
      "O'Brien",
      'Null',
      'ᬫᬤᬾ',
      'ꦱꦶꦠꦶ',
      'محمد',
      'مُحَمَّدٌ',
      '陳',
      'Budi 😀',
      'Nguyễn',
      'Ngu\u0079e\u0302\u0303n',
      '👩‍👧',
    ],
    ...['Si\u00adti', 'می\u200cخواهم', 'Аndi', marks(8), ' Siti ', 'Siti  Fiktif'],
  ])('may be %j', (line) => expect(faultOfLine(line)).toBeUndefined());

  it.each([
    ['Siti\u0000', 'control-character'],
    ['Siti\u0085Fiktif', 'control-character'],
    ['Siti\r\nFiktif', 'control-character'],
    ['Siti\u2028Fiktif', 'control-character'],
    ['Siti \u202egnitsiF', 'direction-control'],
    ['Siti\u2066Fiktif', 'direction-control'],
    ['Siti\u200fFiktif', 'direction-control'],
    ['Siti\u061cFiktif', 'direction-control'],
    ['Siti\u0378', 'unassigned-character'],
    ['Siti\uffff', 'unassigned-character'],
    ['Siti\ue000', 'unassigned-character'],
    ['Siti\ud800', 'unassigned-character'],
    ['Siti\u{e0041}', 'hidden-character'],
    [marks(9), 'too-many-marks'],
    [marks(1000), 'too-many-marks'],
    [marks(9, '\u0301\u200d'), 'too-many-marks'],
    [' ', 'nothing-visible'],
    ['\u200b\u00ad', 'nothing-visible'],
    ['\u0301', 'nothing-visible'],
  ])('is not %j: %s', (line, fault) => expect(faultOfLine(line)).toBe(fault));

  it('is told apart in time that grows no faster than the line', () => {
    const started = performance.now();
    expect(faultOfLine(`${marks(8)}\u200d`.repeat(20_000))).toBeUndefined();
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it('names its fault where it is refused, and never the line', () => {
    const { error } = plainLine(200).safeParse('Siti \u202egnitsiF');
    expect(error?.issues).toMatchObject([
      { code: 'custom', message: 'direction-control', params: { fault: 'direction-control' } },
    ]);
    expect(plainLine(200).safeParse('').error?.issues).toMatchObject([{ code: 'too_small' }]);
    expect(plainLine(3).safeParse('Siti').error?.issues).toHaveLength(1);
  });
});
