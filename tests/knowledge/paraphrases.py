"""Three short passages, what a careful model says of them, and what a careless one does"""

from collections.abc import Iterator

from knowledge.models import Passage
from tests.knowledge.answering_material import passage

LEAVES = passage(
    """
Photosynthesis takes place in the chloroplasts of a leaf. Plants use sunlight to turn water and carbon
dioxide into sugar. The sugar feeds the whole plant, and oxygen is released through small openings
called stomata. Most stomata lie on the underside of the leaf. Chlorophyll, the green pigment, absorbs
mainly red and blue light. In 1779 Jan Ingenhousz showed that plants need light to release oxygen. Some
desert plants open their stomata only at night, because this saves water.
    """,
    title="Photosynthesis",
)
BRIDGE = passage(
    """
The Iron Bridge was designed by Thomas Pritchard and opened in 1781. It crosses the River Severn in
Shropshire. The bridge is 60 metres long and weighs about 380 tonnes. Abraham Darby built it after
Pritchard had died in 1777. Repairs in 2018 cost 3.6 million pounds. Cast iron is strong under pressure
but breaks easily when it is pulled. The bridge may have been the first large one made of cast iron.
    """,
    title="The Iron Bridge",
)
HEART = passage(
    """
The heart is a muscle that pumps blood through the body. It has four chambers: two atria and two
ventricles. The right ventricle pumps blood to the lungs. The left ventricle pumps blood to the rest of
the body. Arteries carry blood away from the heart, while veins carry it back. An adult heart beats 60
to 100 times a minute. High blood pressure damages the arteries and can lead to heart failure. Regular
exercise lowers blood pressure.
    """,
    title="The heart",
)


def _of(source: Passage, lines: str) -> Iterator[tuple[Passage, str]]:
    for line in lines.strip().splitlines():
        yield source, line.strip()


TRUE = (
    *_of(
        LEAVES,
        """
        Photosynthesis happens in the chloroplasts of a leaf.
        Plants turn water and carbon dioxide into sugar with the help of sunlight.
        Plants use sunlight to turn water and carbon dioxide into sugar.
        Using sunlight, plants turn water and carbon dioxide into sugar.
        The sugar feeds the whole plant.
        Oxygen is released through small openings called stomata.
        Oxygen leaves through openings called stomata.
        Small openings called stomata release oxygen.
        Most stomata are on the underside of the leaf.
        On the underside of the leaf lie most stomata.
        Chlorophyll absorbs mainly red and blue light.
        Chlorophyll is the green pigment.
        The green pigment chlorophyll absorbs mainly red and blue light.
        Jan Ingenhousz showed in 1779 that plants need light to release oxygen.
        Jan Ingenhousz showed that plants require light to release oxygen.
        Some desert plants open their stomata only at night to save water.
        Some desert plants open their stomata only at night because this saves water.
        Because this saves water, some desert plants open their stomata only at night.
        Plants use sunlight to turn water and carbon dioxide into sugar, and the sugar feeds the whole plant.
        """,
    ),
    *_of(
        BRIDGE,
        """
        Thomas Pritchard designed the Iron Bridge.
        The Iron Bridge was designed by Thomas Pritchard.
        The Iron Bridge opened in 1781.
        The Iron Bridge was opened in 1781 and designed by Thomas Pritchard.
        The Iron Bridge crosses the River Severn.
        The Iron Bridge crosses the River Severn in Shropshire.
        The bridge is 60 metres long.
        The Iron Bridge is 60 metres long and weighs around 380 tonnes.
        It was built by Abraham Darby after Pritchard had died.
        The bridge was built by Abraham Darby.
        In 2018 repairs cost 3.6 million pounds.
        Repairs cost 3.6 million pounds in 2018.
        Cast iron is strong under pressure.
        Cast iron breaks easily when it is pulled.
        The bridge may be the first large one made of cast iron.
        Abraham Darby built the bridge after Pritchard died in 1777.
        """,
    ),
    *_of(
        HEART,
        """
        The heart is a muscle that pumps blood through the body.
        The heart is a muscle.
        The heart pumps blood through the body.
        The heart has 4 chambers: two atria and two ventricles.
        The heart has four chambers.
        The right ventricle pumps blood to the lungs.
        Blood is pumped to the lungs by the right ventricle.
        The right ventricle pumps blood to the lungs, and the left one pumps blood to the rest of the body.
        Arteries carry blood away from the heart.
        Arteries carry blood away from the heart, and veins carry it back.
        Veins carry blood back to the heart.
        An adult heart beats 60 to 100 times per minute.
        An adult's heart beats between 60 and 100 times a minute.
        High blood pressure can lead to heart failure.
        High blood pressure damages the arteries.
        Heart failure can be caused by high blood pressure.
        Blood pressure is lowered by regular exercise.
        Regular exercise reduces blood pressure.
        Exercise lowers blood pressure.
        """,
    ),
)
"""Each says what its passage says, in other words or another order."""

FALSE = (
    *_of(
        LEAVES,
        """
        Photosynthesis takes place in the stomata of a leaf.
        Plants use sugar to turn water and carbon dioxide into sunlight.
        Plants turn sugar into water and carbon dioxide.
        The sugar feeds only the leaf.
        Carbon dioxide is released through small openings called stomata.
        Small openings called chloroplasts release oxygen.
        All stomata lie on the underside of the leaf.
        Stomata lie on the underside of the leaf.
        Few stomata lie on the underside of the leaf.
        Most stomata lie on the leaf.
        Chlorophyll absorbs mainly green light.
        Chlorophyll does not absorb red and blue light.
        Chlorophyll reflects red and blue light.
        Jan Ingenhousz showed in 1789 that plants need light to release oxygen.
        Jan Ingenhousz showed that plants need oxygen to release light.
        Jan Ingenhousz invented photosynthesis in 1779.
        Desert plants open their stomata only at night.
        All desert plants open their stomata only at night.
        Some desert plants never open their stomata at night.
        Some desert plants save water because they open at night only their stomata.
        This saves water because some desert plants open their stomata only at night.
        Some desert plants open their stomata at night, because the sugar feeds the whole plant.
        Plants need light to release carbon dioxide.
        Plants need light to release sugar.
        Oxygen feeds the whole plant.
        Oxygen is absorbed through small openings called stomata.
        Sunlight feeds the whole plant.
        The leaf lies on the underside of most stomata.
        The green pigment of stomata absorbs red light.
        """,
    ),
    *_of(
        BRIDGE,
        """
        Abraham Darby designed the Iron Bridge.
        Thomas Pritchard built the Iron Bridge.
        The Iron Bridge designed Thomas Pritchard.
        The Iron Bridge was designed in 1781.
        Thomas Pritchard opened in 1781.
        The Iron Bridge opened in 1777.
        The bridge is 380 metres long.
        The bridge weighs about 60 tonnes.
        The bridge is 60 tonnes long.
        The bridge is 60 kilometres long.
        The bridge is not 60 metres long.
        The River Severn crosses the Iron Bridge.
        Pritchard built it after Abraham Darby had died in 1777.
        Abraham Darby died in 1777.
        Abraham Darby built it before Pritchard had died in 1777.
        Abraham Darby built it after Pritchard had died in 2018.
        Repairs in 2018 cost 380 million pounds.
        Repairs in 2018 cost 3.6 billion pounds.
        Repairs in 1781 cost 3.6 million pounds.
        Cast iron is weak under pressure.
        Cast iron is not strong under pressure.
        Cast iron is strong when it is pulled.
        Cast iron breaks easily under pressure.
        Cast iron never breaks.
        The bridge was the first large one made of cast iron.
        The bridge was the first made of cast iron.
        The bridge may have been the last large one made of cast iron.
        The Iron Bridge is the first large one made of steel.
        It crosses the River Severn in Wales.
        The Iron Bridge was designed by Thomas Pritchard, who died in 1781.
        Thomas Pritchard crosses the River Severn.
        Thomas Pritchard was opened in 1781.
        Because Pritchard died, the bridge cost 3.6 million pounds.
        The bridge weighs more than 380 tonnes.
        The bridge is at least 60 metres long.
        """,
    ),
    *_of(
        HEART,
        """
        The heart is a bone that pumps blood through the body.
        The lungs pump blood through the body.
        Blood pumps the heart through the body.
        The heart has three chambers.
        The heart has four atria.
        The heart has two chambers.
        The heart has four chambers: two lungs and two ventricles.
        The right ventricle pumps blood to the rest of the body.
        The left ventricle pumps blood to the lungs.
        The lungs pump blood to the right ventricle.
        Blood is pumped to the right ventricle by the lungs.
        The right ventricle is pumped to the lungs by blood.
        Veins carry blood away from the heart.
        Arteries carry blood back.
        Arteries carry blood to the heart.
        Arteries carry blood toward the heart, while veins carry it back.
        Arteries do not carry blood away from the heart.
        An adult heart beats 60 to 100 times an hour.
        An adult heart beats 100 times a minute.
        An adult heart beats 60 times a minute.
        An adult heart beats 160 times a minute.
        A child's heart beats 60 to 100 times a minute.
        High blood pressure leads to heart failure.
        Heart failure can lead to high blood pressure.
        High blood pressure can be caused by heart failure.
        High blood pressure always leads to heart failure.
        High blood pressure cannot lead to heart failure.
        Low blood pressure damages the arteries.
        High blood pressure heals the arteries.
        Arteries damage high blood pressure.
        High blood pressure is damaged by the arteries.
        Regular exercise raises blood pressure.
        Regular exercise lowers the heart.
        Blood pressure lowers regular exercise.
        Regular exercise lowers blood pressure because arteries carry blood away from the heart.
        Regular exercise lowers blood pressure, which prevents cancer.
        Regular exercise lowers blood pressure and heart failure.
        Regular exercise never lowers blood pressure.
        Only regular exercise lowers blood pressure.
        Regular exercise can lead to heart failure.
        Most adult hearts beat 60 to 100 times a minute.
        The body is a muscle that pumps blood through the heart.
        The heart is the only muscle that pumps blood through the body.
        The heart is a muscle because it pumps blood through the body.
        The heart is a muscle, and it has two chambers.
        """,
    ),
)
"""Each has one thing wrong: a number, a unit, a name, who does what to whom, a denial, a quantity, a
comparison, a cause, a condition, or something added."""
