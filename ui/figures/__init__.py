"""Figures that leave the screen: numbered, frozen, drawn at print sizes, compared with what they would be today."""
