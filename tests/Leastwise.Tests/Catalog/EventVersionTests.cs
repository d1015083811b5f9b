using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Leastwise.Catalog;

namespace Leastwise.Tests.Catalog;

public sealed partial class EventVersionTests
{
    [Theory]
    [InlineData("CreateFunction20150331", "CreateFunction")]
    [InlineData("CreateFunction20150331v2", "CreateFunction")]
    [InlineData("CreateDistribution2020_05_31", "CreateDistribution")]
    [InlineData("CreateFunction", "CreateFunction")]
    [InlineData("20150331", "20150331")]
    [InlineData("Get20Things", "Get20Things")]
    [InlineData("Get2015", "Get2015")]
    [InlineData("CreateFunction21150331", "CreateFunction21150331")]
    [InlineData("CreateFunction2ffff31", "CreateFunction2ffff31")]
    [InlineData("S3v2", "S3v2")]
    public void A_version_is_a_whole_date_at_the_end(string name, string without) => name[..EventVersion.BaseLength(name)].ShouldBe(without);

    [Fact]
    public void Names_are_cut_where_the_reference_expression_cuts_them()
    {
        Gen<string> piece = Gen.Elements("Create", "x", "20", "19", "15", "03", "31", "_", "v", "2", "V", "2015", "0331", "v2");
        Gen<string> name = piece.ListOf().Select(pieces => string.Concat(pieces));
        Prop.ForAll(name.ToArbitrary(), text =>
        {
            Match match = Reference().Match(text);
            return EventVersion.BaseLength(text) == (match.Success ? match.Groups["base"].Length : text.Length);
        }).Check(Properties.Fixed(2000));
    }

    // As docs of the correspondence state it; a star in the middle makes it slow on long names, so the program reads from the end instead.
    [GeneratedRegex(@"^(?<base>.*?[A-Za-z])((?:19|20)\d{2}_?\d{2}_?\d{2}(?:v\d+)?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
